import type { HttpReply } from '../core/http.ts'
import { ApiError, badParam, success } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import type { Order, Parcel, Shop } from './model.ts'
import { newParcel, parcelsOf } from './orderLife.ts'
import { bodyObjects, bodyText, bodyTexts, pageOf, queryInt, queryList } from './params.ts'
import { requireParcel } from './parcelApi.ts'
import { ordersOf } from './parcelLife.ts'
import { pushParcels } from './webhooks.ts'

const write = { kind: 'shop', scope: 'seller.fulfillment.package.write' } as const

/** Dividing orders into parcels, and putting orders of one buyer together. */
export const SPLIT_ENDPOINTS: readonly EndpointRow[] = [
  ['GET', '/fulfillment/202309/orders/split_attributes', { ...write, handle: attributes }],
  ['POST', '/fulfillment/202309/orders/:id/split', { ...write, handle: split }],
  ['GET', '/fulfillment/202309/combinable_packages/search', { ...write, handle: combinable }],
  ['POST', '/fulfillment/202309/packages/combine', { ...write, handle: combine }],
  ['POST', '/fulfillment/202309/packages/:id/uncombine', { ...write, handle: uncombine }],
]

function requireOrder(shop: Shop, id: string): Order {
  const order = shop.orders.get(id)
  if (!order) throw new ApiError(21008111, 'The order belongs to another seller.')
  return order
}

const isWaiting = (shop: Shop, order: Order): boolean =>
  order.status === 'AWAITING_SHIPMENT' &&
  parcelsOf(shop, order).every((parcel) => parcel.status === 'TO_FULFILL')

const canSplit = (shop: Shop, order: Order): boolean =>
  isWaiting(shop, order) &&
  order.units.length > 1 &&
  parcelsOf(shop, order).every((parcel) => parcel.tag === 'DEFAULT')

function attributes({ shop, query }: ShopCallContext): HttpReply {
  const orders = queryList(query, 'order_ids').map((id) => requireOrder(shop, id))
  return success({
    split_attributes: orders.map((order) => ({
      order_id: order.id,
      can_split: canSplit(shop, order),
      reason: '',
      must_split: false,
      must_split_reasons: [],
    })),
  })
}

function split({ world, shop, params, body }: ShopCallContext): HttpReply {
  const order = requireOrder(shop, params['id'] ?? '')
  if (!canSplit(shop, order)) throw new ApiError(21011035, 'The order may not be split.')
  const groups = bodyObjects(body, 'splittable_groups', 20).map((group) => ({
    id: bodyText(group, 'id'),
    unitIds: bodyTexts(group, 'order_line_item_ids', 300) ?? [],
  }))
  const named = groups.flatMap((group) => group.unitIds)
  const isPartition =
    named.length === order.units.length &&
    new Set(named).size === named.length &&
    named.every((id) => order.units.some((unit) => unit.id === id))
  if (groups.length < 2 || !isPartition) throw badParam('Every line item must be in exactly one group.')
  for (const parcel of parcelsOf(shop, order)) shop.parcels.delete(parcel.id)
  const parcels = groups.map((group) => ({
    group: group.id,
    parcel: newParcel(
      world,
      shop,
      [order],
      order.units.filter((unit) => group.unitIds.includes(unit.id)),
      'SPLIT',
    ),
  }))
  order.updateTime = world.clock.seconds()
  pushParcels(
    world,
    shop,
    'SPLIT',
    parcels.map(({ parcel }) => parcel),
  )
  return success({
    packages: parcels.map(({ group, parcel }) => ({ splittable_group_id: group, id: parcel.id })),
  })
}

/** Orders of one buyer to one city by one way, none of them shipped or divided. */
function groupsOf(shop: Shop): { id: string; orders: Order[] }[] {
  const groups = new Map<string, Order[]>()
  for (const order of shop.orders.values()) {
    const [parcel, second] = parcelsOf(shop, order)
    if (!isWaiting(shop, order) || !parcel || second || parcel.tag !== 'DEFAULT') continue
    const key = `${order.buyer}:${order.city}:${order.deliveryOptionId}`
    groups.set(key, [...(groups.get(key) ?? []), order])
  }
  return [...groups.values()]
    .filter((orders) => orders.length > 1)
    .map((orders) => ({ id: `8${(orders[0]?.id ?? '').slice(1)}`, orders }))
}

function combinable({ shop, query }: ShopCallContext): HttpReply {
  const size = queryInt(query, 'page_size', { min: 1, max: 50 })
  const groups = groupsOf(shop)
  const page = pageOf(
    groups.map((row) => ({ key: row.id, row })),
    query,
    size,
  )
  return success({
    combinable_packages: page.rows.map(({ id, orders }) => ({
      id,
      order_ids: orders.map((order) => order.id),
    })),
    next_page_token: page.next,
    total_count: groups.length,
  })
}

function combine({ world, shop, body }: ShopCallContext): HttpReply {
  const made: Parcel[] = []
  const errors: { code: number; message: string; detail: { package_id: string } }[] = []
  for (const entry of bodyObjects(body, 'combinable_packages', 20)) {
    const id = bodyText(entry, 'id')
    const group = groupsOf(shop).find((each) => each.id === id)
    const wanted = bodyTexts(entry, 'order_ids', 50)
    const orders = group?.orders.filter((order) => wanted === undefined || wanted.includes(order.id)) ?? []
    if (orders.length < 2 || (wanted && wanted.length !== orders.length)) {
      errors.push({
        code: 21011033,
        message: 'These orders may not be combined.',
        detail: { package_id: id },
      })
      continue
    }
    for (const order of orders) for (const parcel of parcelsOf(shop, order)) shop.parcels.delete(parcel.id)
    made.push(
      newParcel(
        world,
        shop,
        orders,
        orders.flatMap((order) => order.units),
        'COMBINE',
      ),
    )
    for (const order of orders) order.updateTime = world.clock.seconds()
  }
  if (made.length > 0) pushParcels(world, shop, 'COMBINE', made)
  return success({ packages: made.map(({ id, orderIds }) => ({ id, order_ids: orderIds })), errors })
}

function uncombine({ world, shop, params }: ShopCallContext): HttpReply {
  const parcel = requireParcel(shop, params['id'] ?? '')
  if (parcel.tag !== 'COMBINE' || parcel.status !== 'TO_FULFILL')
    throw new ApiError(21011046, 'Not a combined package waiting to be shipped.')
  shop.parcels.delete(parcel.id)
  const parcels = ordersOf(shop, parcel).map((order) =>
    newParcel(world, shop, [order], order.units, 'DEFAULT'),
  )
  pushParcels(world, shop, 'CANCEL_COMBINE', parcels)
  return success({ packages: parcels.map(({ id, orderIds }) => ({ id, order_ids: orderIds })) })
}
