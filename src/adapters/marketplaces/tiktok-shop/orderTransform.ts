import { z } from 'zod'
import type { RemoteOrder, RemoteOrderLine } from '../../contract.ts'
import { surfaceOf } from './listingTransform.ts'
import type { UnconfirmedChoices } from './settings.ts'
import { orderStatus } from './statuses.ts'
import { decimal, flag, id, instant, list, moneyOf, requiredId, words } from './wire.ts'

const wireUnit = z.object({
  id: requiredId,
  sku_id: id,
  product_id: id,
  product_name: words,
  sku_name: words,
  sku_image: words,
  seller_sku: words,
  sale_price: decimal,
  display_status: words,
  package_id: id,
  is_gift: flag,
})
export type WireUnit = z.output<typeof wireUnit>

/** An order as search and detail answer it; the fields Kanal reads. */
export const wireOrder = z.object({
  id: requiredId,
  status: words,
  create_time: instant,
  update_time: instant,
  paid_time: instant,
  rts_sla_time: instant,
  shipping_due_time: instant,
  commerce_platform: words,
  is_buyer_request_cancel: flag,
  shipping_type: words,
  delivery_option_id: id,
  delivery_option_name: words,
  shipping_provider: words,
  tracking_number: words,
  cancel_reason: words,
  buyer_email: words,
  buyer_message: words,
  packages: list(z.object({ id })),
  payment: z.object({ currency: words, total_amount: decimal }).nullish(),
  recipient_address: z
    .object({
      name: words,
      phone_number: words,
      full_address: words,
      district_info: list(z.object({ address_level: words, address_name: words })),
    })
    .nullish(),
  line_items: list(wireUnit),
})
export type WireOrder = z.output<typeof wireOrder>

/** An order as Kanal knows it. A buyer's pending wish to cancel shows as a status of its own. */
export function toOrder(order: WireOrder, unconfirmed: UnconfirmedChoices): RemoteOrder {
  const currency = order.payment?.currency || 'IDR'
  const createdAt = order.create_time ?? order.update_time ?? new Date(0)
  const { recipient_address: recipient, is_buyer_request_cancel: wantsToCancel } = order
  const status = orderStatus(order.status, wantsToCancel)
  const packageIds = [
    ...order.packages.map((parcel) => parcel.id),
    ...order.line_items.map((unit) => unit.package_id),
  ]
  return {
    externalOrderId: order.id,
    status,
    rawStatus: status === 'cancel_requested' ? `${order.status}/BUYER_REQUEST_CANCEL` : order.status,
    createdAt,
    updatedAt: order.update_time ?? createdAt,
    paidAt: order.paid_time,
    shipBy: order.rts_sla_time ?? order.shipping_due_time,
    total: moneyOf(order.payment?.total_amount ?? '', currency),
    salesSurface: order.commerce_platform
      ? (surfaceOf(order.commerce_platform) ?? order.commerce_platform.toLowerCase())
      : unconfirmed.orderWithoutPlatform,
    externalPackageIds: [...new Set(packageIds)].filter((each) => each !== ''),
    buyer: { name: recipient?.name || order.buyer_email, note: order.buyer_message },
    recipient: {
      name: recipient?.name ?? '',
      phone: recipient?.phone_number ?? '',
      city: cityOf(recipient?.district_info ?? []),
      fullAddress: recipient?.full_address ?? '',
    },
    courier: order.shipping_provider || order.delivery_option_name || null,
    trackingNumber: order.tracking_number || null,
    cancelReason: order.cancel_reason || null,
    lines: foldUnits(order.line_items).map((units) => toLine(units, currency)),
  }
}

/** In Indonesia L1 is the province and L2 the city or regency. */
function cityOf(levels: readonly { address_level: string; address_name: string }[]): string {
  return levels.find((level) => level.address_level === 'L2')?.address_name ?? ''
}

/**
 * The platform sends one line item per unit and no quantity. Units of the same SKU at the same price become one
 * line, named after its smallest unit id: parcels may be divided and units cancelled without renaming it.
 */
export function foldUnits(units: readonly WireUnit[]): WireUnit[][] {
  const lines = new Map<string, WireUnit[]>()
  for (const unit of [...units].sort(byId)) {
    const key = [unit.product_id, unit.sku_id, unit.sale_price, unit.is_gift].join(':')
    lines.set(key, [...(lines.get(key) ?? []), unit])
  }
  return [...lines.values()]
}

const byId = (a: WireUnit, b: WireUnit): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1)

function toLine(units: readonly WireUnit[], currency: string): RemoteOrderLine {
  const [first] = units as readonly [WireUnit, ...WireUnit[]]
  return {
    externalLineId: first.id,
    externalItemId: first.product_id,
    externalVariantId: first.sku_id,
    sellerSku: first.seller_sku,
    title: first.product_name,
    variantName: first.sku_name,
    quantity: units.length,
    cancelledQuantity: units.filter((unit) => orderStatus(unit.display_status, false) === 'cancelled').length,
    returnedQuantity: 0,
    unitPrice: moneyOf(first.sale_price, currency),
    imageUrl: units.find((unit) => unit.sku_image !== '')?.sku_image ?? null,
  }
}

/** Every unit's id with the id of the line it was folded into. */
export function lineOfUnit(order: WireOrder): ReadonlyMap<string, string> {
  return new Map(
    foldUnits(order.line_items).flatMap((units) =>
      units.map((unit) => [unit.id, units[0]?.id ?? unit.id] as const),
    ),
  )
}
