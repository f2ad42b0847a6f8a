import type { HttpReply } from '../core/http.ts'
import { asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { requirePackage } from './logisticsApi.ts'
import { labelFile } from './labelFile.ts'
import type { Order, Parcel } from './model.ts'
import { bodyList, bodyText } from './params.ts'
import { pushToShopApps } from './pushEvents.ts'

const LABEL_SECONDS = 3
const TYPES = ['NORMAL_AIR_WAYBILL', 'THERMAL_AIR_WAYBILL']

/** Air waybills: ask which kind, create, wait, download. */
export const LABEL_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/logistics/get_shipping_document_parameter', { kind: 'shop', handle: parameter }],
  ['POST', '/api/v2/logistics/create_shipping_document', { kind: 'shop', handle: create }],
  ['POST', '/api/v2/logistics/get_shipping_document_result', { kind: 'shop', handle: result }],
  ['POST', '/api/v2/logistics/download_shipping_document', { kind: 'shop', handle: download }],
]

function eachOrder(
  context: ShopCallContext,
  work: (order: Order, parcel: Parcel, row: JsonObject) => Readonly<Record<string, Wire>>,
): Wire[] {
  return bodyList(context.body, 'order_list', 50)
    .map(asObject)
    .map((row) => {
      const sn = bodyText(row, 'order_sn')
      const number = row['package_number']
      const shown = { order_sn: sn, package_number: typeof number === 'string' ? number : '' }
      try {
        const { order, parcel } = requirePackage(context.shop, sn, number)
        return {
          order_sn: sn,
          package_number: parcel.packageNumber,
          fail_error: '',
          fail_message: '',
          ...work(order, parcel, row),
        }
      } catch (error) {
        if (!(error instanceof ShopeeError)) throw error
        return { ...shown, fail_error: error.code, fail_message: error.message }
      }
    })
}

/** Batch answers carry an error only when no row succeeded. */
function batch(rows: Wire[]): HttpReply {
  const allFailed = rows.every((row) => asObject(row)['fail_error'] !== '')
  if (allFailed)
    throw new ShopeeError('common.batch_api_all_failed', 'All failed, please check result_list.', {
      response: { result_list: rows },
    })
  return wrapped({ result_list: rows }, { warning: [] })
}

function printable(parcel: Parcel): void {
  if (parcel.logisticsStatus !== 'LOGISTICS_REQUEST_CREATED')
    throw new ShopeeError('logistics.package_can_not_print', 'The package cannot be printed now.')
}

function parameter(context: ShopCallContext): HttpReply {
  return batch(
    eachOrder(context, (_order, parcel) => {
      printable(parcel)
      return {
        suggest_shipping_document_type: 'THERMAL_AIR_WAYBILL',
        selectable_shipping_document_type: TYPES,
      }
    }),
  )
}

function create(context: ShopCallContext): HttpReply {
  const { world, shop, request } = context
  return batch(
    eachOrder(context, (order, parcel, row) => {
      printable(parcel)
      if (parcel.trackingNumber === '' || row['tracking_number'] !== parcel.trackingNumber) {
        throw new ShopeeError('logistics.tracking_number_invalid', 'The tracking number is invalid.')
      }
      const type = row['shipping_document_type'] ?? 'NORMAL_AIR_WAYBILL'
      if (typeof type !== 'string' || !TYPES.includes(type))
        throw badParam('shipping_document_type is invalid')
      const wait = LABEL_SECONDS * world.options.timeScale
      const failed = world.struck('label_failed', { shopId: shop.shopId, path: request.path })
      parcel.document = { type, readyAt: world.clock.ms() + wait * 1000, failed }
      world.later(LABEL_SECONDS, () => {
        pushToShopApps(world, shop.shopId, 15, {
          ordersn: order.sn,
          package_number: parcel.packageNumber,
          status: failed ? 'FAILED' : 'READY',
        })
      })
      return {}
    }),
  )
}

function result(context: ShopCallContext): HttpReply {
  return batch(
    eachOrder(context, (_order, parcel) => {
      if (!parcel.document)
        throw new ShopeeError('logistics.shipping_document_should_print_first', 'Create the document first.')
      const { readyAt, failed } = parcel.document
      if (context.world.clock.ms() < readyAt) return { status: 'PROCESSING' }
      if (!failed) return { status: 'READY' }
      return {
        status: 'FAILED',
        fail_error: 'logistics.package_print_failed',
        fail_message: 'The document could not be made.',
      }
    }),
  )
}

function download(context: ShopCallContext): HttpReply {
  const { body, shop, world } = context
  const type = body['shipping_document_type']
  const wanted = bodyList(body, 'order_list', 50)
    .map(asObject)
    .map((row) => requirePackage(shop, bodyText(row, 'order_sn'), row['package_number']))
  for (const { parcel } of wanted) {
    printable(parcel)
    if (!parcel.document || (type !== undefined && type !== parcel.document.type))
      throw new ShopeeError('logistics.shipping_document_should_print_first', 'Create the document first.')
    if (world.clock.ms() < parcel.document.readyAt)
      throw new ShopeeError('logistics.download_later', 'The document is being generated.')
    if (parcel.document.failed)
      throw new ShopeeError('logistics.package_print_failed', 'The document could not be made.')
  }
  const labels = wanted.map(({ order, parcel }) => [
    shop.name,
    order.channel.name,
    order.sn,
    parcel.trackingNumber,
    order.city,
  ])
  const { contentType, file } = labelFile(labels, world.options.labelFormat)
  return { status: 200, headers: { 'content-type': contentType }, body: file }
}
