import { z } from 'zod'
import type { RemoteOrder, RemoteOrderLine } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { itemStatus, orderStatus } from './statuses.ts'
import { count, flag, group, id, instant, list, requiredId, words } from './wire.ts'

/** One unit of an order: Lazada has no quantity. */
export const wireUnit = z.object({
  order_item_id: requiredId,
  order_id: id,
  sku: words,
  sku_id: id,
  shop_sku: words,
  product_id: id,
  item_id: id,
  name: words,
  variation: words,
  status: words,
  item_price: count,
  currency: words,
  package_id: id,
  warehouse_code: words,
  shipment_provider: words,
  tracking_code: words,
  reason: words,
  reason_detail: words,
  reverse_order_id: id,
  is_cancel_pending: flag,
  need_cancel_confirm: flag,
  payment_time: instant,
  sla_time_stamp: instant,
  promised_shipping_time: instant,
  product_main_image: words,
  updated_at: instant,
})
export type WireUnit = z.output<typeof wireUnit>

/** One entry of `/orders/items/get`. */
export const wireOrderItems = z.object({ order_id: requiredId, order_items: list(wireUnit) })

/** The answer of `/order/get`. */
export const wireOrder = z.object({
  order_id: requiredId,
  statuses: list(z.string()),
  price: count,
  shipping_fee: count,
  voucher: count,
  created_at: instant,
  updated_at: instant,
  buyer_note: words,
  remarks: words,
  customer_first_name: words,
  customer_last_name: words,
  need_cancel_confirm: flag,
  is_cancel_pending: flag,
  address_shipping: group({
    first_name: words,
    last_name: words,
    phone: words,
    phone2: words,
    address1: words,
    address2: words,
    address3: words,
    address4: words,
    address5: words,
    city: words,
    post_code: words,
    addressDistrict: words,
    // The spelling of the lists' samples.
    addressDsitrict: words,
  }),
})
export type WireOrder = z.output<typeof wireOrder>

/** An order as Kanal knows it, out of its header and its units. */
export function toOrder(order: WireOrder, units: readonly WireUnit[], shopCurrency: string): RemoteOrder {
  const currency = units.find((unit) => unit.currency !== '')?.currency ?? shopCurrency
  const statuses = units.length > 0 ? units.map((unit) => unit.status) : order.statuses
  const asked = [order, ...units].some((each) => each.is_cancel_pending || each.need_cancel_confirm)
  const going = units.filter((unit) => itemStatus(unit.status) !== 'cancelled')
  const createdAt = order.created_at ?? order.updated_at ?? new Date(0)
  const { address_shipping: to } = order
  return {
    externalOrderId: order.order_id,
    status: orderStatus(statuses, asked),
    rawStatus: [...new Set(statuses)].sort().join(','),
    createdAt,
    updatedAt: latest([order.updated_at, ...units.map((unit) => unit.updated_at)]) ?? createdAt,
    paidAt: earliest(units.map((unit) => unit.payment_time)),
    shipBy: earliest(going.map((unit) => unit.sla_time_stamp ?? unit.promised_shipping_time)),
    total: toMoney(order.price - order.voucher + order.shipping_fee, currency),
    salesSurface: null,
    externalPackageIds: [...new Set(going.map((unit) => unit.package_id).filter(Boolean))],
    buyer: {
      name: joined([order.customer_first_name, order.customer_last_name], ' '),
      note: order.buyer_note || order.remarks,
    },
    recipient: {
      name: joined([to.first_name, to.last_name], ' '),
      phone: to.phone || to.phone2,
      city: to.city || to.address4,
      fullAddress: joined(
        [
          to.address1,
          to.address2,
          to.address5,
          to.addressDistrict || to.addressDsitrict,
          to.address4,
          to.city,
          to.address3,
          to.post_code,
        ],
        ', ',
      ),
    },
    courier: units.find((unit) => unit.shipment_provider !== '')?.shipment_provider ?? null,
    trackingNumber: going.find((unit) => unit.tracking_code !== '')?.tracking_code ?? null,
    cancelReason: units.map((unit) => unit.reason || unit.reason_detail).find(Boolean) ?? null,
    lines: foldUnits(units, currency),
  }
}

/**
 * Folds units into lines: same SKU at the same price is one line. A line is named after its lowest unit id, which
 * stays whatever becomes of the other units.
 */
export function foldUnits(units: readonly WireUnit[], currency: string): RemoteOrderLine[] {
  return [...linesOf(units)].map(([externalLineId, ofLine]) => {
    const [first] = ofLine as [WireUnit]
    const among = (status: string): number =>
      ofLine.filter((unit) => itemStatus(unit.status) === status).length
    return {
      externalLineId,
      externalItemId: itemIdOf(first),
      externalVariantId: first.sku_id,
      sellerSku: first.sku,
      title: first.name,
      variantName: variantNameOf(first.variation),
      quantity: ofLine.length,
      cancelledQuantity: among('cancelled'),
      returnedQuantity: among('returned'),
      unitPrice: toMoney(first.item_price, currency),
      imageUrl: first.product_main_image || null,
    }
  })
}

/** The units of each line, by line id, in the order of their ids. */
export function linesOf(units: readonly WireUnit[]): Map<string, WireUnit[]> {
  const sorted = [...units].sort((a, b) => compareIds(a.order_item_id, b.order_item_id))
  const groups = new Map<string, WireUnit[]>()
  for (const unit of sorted) {
    const key = `${unit.sku_id || unit.shop_sku || unit.sku}@${unit.item_price}`
    const ofLine = groups.get(key)
    if (ofLine) ofLine.push(unit)
    else groups.set(key, [unit])
  }
  return new Map([...groups.values()].map((ofLine) => [ofLine[0]?.order_item_id ?? '', ofLine]))
}

/** The units behind line ids; a unit's own id is understood as well. */
export function unitsOfLines(units: readonly WireUnit[], externalLineIds: readonly string[]): WireUnit[] {
  const wanted = new Set(externalLineIds)
  const lines = [...linesOf(units)]
  return lines.flatMap(([lineId, ofLine]) =>
    wanted.has(lineId) ? ofLine : ofLine.filter((unit) => wanted.has(unit.order_item_id)),
  )
}

/** Live answers leave the item id out; it is the part of the shop SKU before the underscore. */
const itemIdOf = (unit: WireUnit): string =>
  unit.product_id || unit.item_id || (/^(\d+)_/.exec(unit.shop_sku)?.[1] ?? '')

/** "Warna:Merah Bata, Ukuran:M" reads as "Merah Bata, M". */
const variantNameOf = (variation: string): string =>
  variation
    .split(/,\s*/)
    .map((part) => part.slice(part.indexOf(':') + 1).trim())
    .filter(Boolean)
    .join(', ')

const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : Number(a > b))
const joined = (parts: readonly string[], by: string): string => [...new Set(parts.filter(Boolean))].join(by)
const times = (dates: readonly (Date | null)[]): number[] =>
  dates.flatMap((date) => (date ? [date.getTime()] : []))
const latest = (dates: readonly (Date | null)[]): Date | null => {
  const all = times(dates)
  return all.length > 0 ? new Date(Math.max(...all)) : null
}
const earliest = (dates: readonly (Date | null)[]): Date | null => {
  const all = times(dates)
  return all.length > 0 ? new Date(Math.min(...all)) : null
}
