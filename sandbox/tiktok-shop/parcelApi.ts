import { createHmac } from 'node:crypto'
import { nginxError, type HttpReply, type HttpRequest } from '../core/http.ts'
import { asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { deliveryOption } from './catalogue.ts'
import { ApiError, success, type BatchFailure } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { labelPdf } from './labelPdf.ts'
import type { Parcel, Shop } from './model.ts'
import { bodyObjects, bodyText, bodyWindow, pageOf, queryInt, queryWord, sortKey } from './params.ts'
import { ordersOf, shipParcel } from './parcelLife.ts'
import type { World } from './world.ts'

const basic = { kind: 'shop', scope: 'seller.fulfillment.basic' } as const
const LABEL_SECONDS = 86_400
const DOCUMENTS = [
  'SHIPPING_LABEL',
  'PACKING_SLIP',
  'SHIPPING_LABEL_AND_PACKING_SLIP',
  'SHIPPING_LABEL_PICTURE',
  'HAZMAT_LABEL',
  'INVOICE_LABEL',
]

/** Parcels: search, detail, slots, shipping, documents, tracking. */
export const PARCEL_ENDPOINTS: readonly EndpointRow[] = [
  ['POST', '/fulfillment/202309/packages/search', { ...basic, handle: search }],
  ['POST', '/fulfillment/202309/packages/ship', { ...basic, handle: shipMany }],
  ['GET', '/fulfillment/202309/packages/:id', { ...basic, handle: detail }],
  [
    'GET',
    '/fulfillment/202309/packages/:id/handover_time_slots',
    { kind: 'shop', scope: 'seller.fulfillment.package.write', handle: slots },
  ],
  ['POST', '/fulfillment/202309/packages/:id/ship', { ...basic, handle: shipOne }],
  ['GET', '/fulfillment/202309/packages/:id/shipping_documents', { ...basic, handle: shippingDocument }],
  ['POST', '/fulfillment/202309/packages/:id/shipping_info/update', { ...basic, handle: updateTracking }],
  [
    'GET',
    '/fulfillment/202309/orders/:id/tracking',
    { kind: 'shop', scope: 'seller.logistics', handle: tracking },
  ],
]

export function requireParcel(shop: Shop, id: string): Parcel {
  const parcel = shop.parcels.get(id)
  if (!parcel) throw new ApiError(21011028, 'The package is not of this shop.')
  return parcel
}

function search({ shop, body, query }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 1, max: 50 })
  const field = queryWord(query, 'sort_field', ['create_time', 'update_time', 'order_pay_time'])
  const [created, updated] = [bodyWindow(body, 'create_time'), bodyWindow(body, 'update_time')]
  const status = body['package_status']
  const hits = [...shop.parcels.values()].filter(
    (parcel) =>
      created(parcel.createTime) &&
      updated(parcel.updateTime) &&
      (status === undefined || parcel.status === status),
  )
  const time = (parcel: Parcel): number => (field === 'update_time' ? parcel.updateTime : parcel.createTime)
  const page = pageOf(
    hits.map((row) => ({ key: sortKey(time(row), row.id), row })),
    query,
    size,
  )
  return success({
    packages: page.rows.map((parcel) => ({ id: parcel.id, status: parcel.status, ...common(shop, parcel) })),
    total_count: hits.length,
    next_page_token: page.next,
  })
}

function detail({ shop, params }: ShopCallContext): HttpReply {
  const parcel = requireParcel(shop, params['id'] ?? '')
  const option = deliveryOption(parcel.deliveryOptionId)
  const home = shop.warehouses[0]
  return success({
    package_id: parcel.id,
    package_status: parcel.status,
    split_and_combine_tag: parcel.tag,
    shipping_type: option.shippingType,
    delivery_option_id: option.id,
    delivery_option_name: option.name,
    ...common(shop, parcel),
    handover_method: 'PICKUP',
    sender_address: { name: shop.name, full_address: `${home?.address ?? ''}, ${home?.city ?? ''}` },
  })
}

function common(shop: Shop, parcel: Parcel): Readonly<Record<string, Wire>> {
  const provider = deliveryOption(parcel.deliveryOptionId).providers.find(
    (each) => each.id === parcel.providerId,
  )
  return {
    orders: ordersOf(shop, parcel).map((order) => {
      const units = order.units.filter((unit) => unit.packageId === parcel.id)
      return {
        id: order.id,
        skus: [...new Set(units.map((unit) => unit.skuId))].map((skuId) => {
          const ofSku = units.filter((unit) => unit.skuId === skuId)
          return {
            id: skuId,
            name: ofSku[0]?.skuName ?? '',
            image_url: ofSku[0]?.image ?? '',
            quantity: ofSku.length,
          }
        }),
      }
    }),
    order_line_item_ids: parcel.unitIds,
    tracking_number: parcel.trackingNumber,
    shipping_provider_id: provider?.id ?? '',
    shipping_provider_name: provider?.name ?? '',
    create_time: parcel.createTime,
    update_time: parcel.updateTime,
  }
}

function slots({ world, shop, params }: ShopCallContext): HttpReply {
  requireParcel(shop, params['id'] ?? '')
  const morning = Math.ceil(world.clock.seconds() / 86_400) * 86_400 + 2 * 3600
  return success({
    can_pickup: true,
    can_drop_off: true,
    can_van_collection: false,
    drop_off_point_url: '',
    pickup_slots: [0, 1, 2].map((day) => ({
      start_time: morning + day * 86_400,
      end_time: morning + day * 86_400 + 4 * 3600,
      avaliable: day > 0,
    })),
  })
}

function ownShipment(entry: JsonObject): { trackingNumber: string; providerId: string } | undefined {
  if (!('self_shipment' in entry)) return undefined
  const own = asObject(entry['self_shipment'])
  return {
    trackingNumber: bodyText(own, 'tracking_number'),
    providerId: bodyText(own, 'shipping_provider_id'),
  }
}

function shipOne({ world, shop, params, body }: ShopCallContext): HttpReply {
  shipParcel(world, shop, requireParcel(shop, params['id'] ?? ''), ownShipment(body))
  return success({})
}

function shipMany({ world, shop, body }: ShopCallContext): HttpReply {
  const errors: BatchFailure[] = []
  for (const entry of bodyObjects(body, 'packages', 50)) {
    const id = bodyText(entry, 'id')
    try {
      shipParcel(world, shop, requireParcel(shop, id), ownShipment(entry))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errors.push({ code: error.code, message: error.message, detail: { package_id: id } })
    }
  }
  return success(errors.length > 0 ? { errors: errors.map((each) => ({ ...each })) } : {})
}

function shippingDocument({ world, shop, params, query, request }: ShopCallContext): HttpReply {
  const parcel = requireParcel(shop, params['id'] ?? '')
  queryWord(query, 'document_type', DOCUMENTS, true)
  queryWord(query, 'document_size', ['A6', 'A5'])
  if (deliveryOption(parcel.deliveryOptionId).shippingType === 'SELLER') {
    throw new ApiError(21008017, 'Documents exist only for platform shipping.')
  }
  if (parcel.status === 'TO_FULFILL') throw new ApiError(21023035, 'Ship the package first.')
  if (parcel.status === 'CANCELLED') throw new ApiError(21011041, 'The package is cancelled.')
  const isPending = world.struck('label_pending', { path: request.path, shopId: shop.id })
  if (isPending || world.clock.ms() < parcel.labelReadyAt)
    throw new ApiError(11034037, 'The document is being made.')
  const expires = world.clock.seconds() + LABEL_SECONDS
  const url = `${world.publicUrl}/documents/${parcel.id}.pdf?expires=${expires}&key=${documentKey(world, parcel.id, expires)}`
  return success({ doc_url: url, tracking_number: parcel.trackingNumber })
}

const documentKey = (world: World, id: string, expires: number): string =>
  createHmac('sha256', `documents:${world.options.appSecret}`).update(`${id}:${expires}`).digest('hex')

/** GET /documents/<package>.pdf: dies after a day. */
export function documentReply(world: World, { path, query }: HttpRequest): HttpReply {
  const id = /^\/documents\/(\d+)\.pdf$/.exec(path)?.[1] ?? ''
  const expires = Number(query.get('expires'))
  const shop = [...world.shops.values()].find((each) => each.parcels.has(id))
  const parcel = shop?.parcels.get(id)
  if (!shop || !parcel || query.get('key') !== documentKey(world, id, expires))
    return nginxError(404, 'Not Found')
  if (world.clock.seconds() >= expires) return nginxError(403, 'Forbidden')
  const lines = [
    shop.name,
    parcel.trackingNumber,
    ...parcel.orderIds.map((order) => `Order ${order}`),
    `${parcel.unitIds.length} pcs`,
  ]
  return { status: 200, headers: { 'content-type': 'application/pdf' }, body: labelPdf(lines) }
}

function updateTracking({ world, shop, params, body }: ShopCallContext): HttpReply {
  const parcel = requireParcel(shop, params['id'] ?? '')
  if (deliveryOption(parcel.deliveryOptionId).shippingType !== 'SELLER')
    throw new ApiError(21011004, 'Not seller-shipped.')
  if (parcel.status === 'TO_FULFILL') throw new ApiError(21011043, 'Not shipped yet.')
  parcel.trackingNumber = bodyText(body, 'tracking_number')
  parcel.providerId = bodyText(body, 'shipping_provider_id')
  parcel.updateTime = world.clock.seconds()
  return success({})
}

/** Times are in milliseconds here, and only here. */
function tracking({ shop, params }: ShopCallContext): HttpReply {
  const parcels = [...shop.parcels.values()].filter((parcel) => parcel.orderIds.includes(params['id'] ?? ''))
  const events = parcels.flatMap((parcel) => parcel.events).sort((a, b) => b.atMs - a.atMs)
  return success({
    tracking: events.map(({ description, atMs }) => ({ description, update_time_millis: atMs })),
  })
}
