import { z } from 'zod'
import type { RemoteSettlement, SettlementItem } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { count, list, requiredId, words } from './wire.ts'

/**
 * What makes a payout out of the price of the goods, as Shopee's formula for `escrow_amount` has it: its names,
 * how they count, and what they are called here. Anything else Shopee adds later shows as the rest.
 */
const PARTS: readonly (readonly [code: string, sign: 1 | -1, label: string])[] = [
  ['original_shopee_discount', -1, 'Diskon Shopee saat pesan'],
  ['shopee_discount', 1, 'Penggantian diskon Shopee'],
  ['seller_return_refund', 1, 'Pengembalian dana'],
  ['voucher_from_seller', -1, 'Voucher toko'],
  ['seller_coin_cash_back', -1, 'Koin cashback toko'],
  ['buyer_paid_shipping_fee', 1, 'Ongkir dibayar pembeli'],
  ['actual_shipping_fee', -1, 'Ongkir sebenarnya'],
  ['shopee_shipping_rebate', 1, 'Subsidi ongkir Shopee'],
  ['shipping_fee_discount_from_3pl', 1, 'Diskon ongkir jasa kirim'],
  ['reverse_shipping_fee', -1, 'Ongkir pengembalian'],
  ['rsf_seller_protection_fee_claim_amount', 1, 'Klaim proteksi ongkir pengembalian'],
  ['final_return_to_seller_shipping_fee', -1, 'Ongkir kembali ke penjual'],
  ['commission_fee', -1, 'Biaya administrasi'],
  ['service_fee', -1, 'Biaya layanan'],
  ['seller_transaction_fee', -1, 'Biaya transaksi'],
  ['campaign_fee', -1, 'Biaya kampanye'],
  ['seller_order_processing_fee', -1, 'Biaya proses pesanan'],
  ['order_ams_commission_fee', -1, 'Komisi afiliasi'],
  ['shipping_seller_protection_fee_amount', -1, 'Premi proteksi pengiriman'],
  ['delivery_seller_protection_fee_premium_amount', -1, 'Premi proteksi pengantaran'],
  ['buyer_paid_packaging_fee', 1, 'Biaya kemasan dibayar pembeli'],
  ['trade_in_bonus_by_seller', -1, 'Bonus tukar tambah'],
  ['fbs_fee', -1, 'Biaya FBS'],
  ['ads_escrow_top_up_fee_or_technical_support_fee', -1, 'Isi ulang iklan atau dukungan teknis'],
  ['escrow_tax', -1, 'Pajak lintas negara'],
  ['withholding_tax', -1, 'Pajak dipotong'],
]
const REST = 'other'

const amounts = Object.fromEntries(PARTS.map(([code]) => [code, count]))
const optional = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value == null || value === '' ? null : Number(value) || 0))

/** The payload of `get_escrow_detail`. */
export const wireEscrow = z.object({
  order_sn: requiredId,
  order_income: z
    .object({
      escrow_amount: count,
      escrow_amount_after_adjustment: optional,
      total_adjustment_amount: count,
      original_cost_of_goods_sold: optional,
      cost_of_goods_sold: optional,
      order_discounted_price: optional,
      order_adjustment: list(z.object({ amount: count, adjustment_reason: words })),
    })
    .and(z.object(amounts).transform((value) => value as Readonly<Record<string, number>>)),
})
export type WireEscrow = z.output<typeof wireEscrow>

export interface Release {
  /** The payout the list names, in rupiah and the like; null to take the detail's own. */
  payout: number | null
  releasedAt: Date
  currency: string
}

/** A payout with everything that came off and on; gross and items always add up to the net. */
export function toSettlement(escrow: WireEscrow, release: Release): RemoteSettlement {
  const { order_income: income } = escrow
  const { currency, releasedAt } = release
  const adjusted =
    income.escrow_amount_after_adjustment ?? income.escrow_amount + income.total_adjustment_amount
  const net = toMoney(release.payout ?? adjusted, currency)
  const price =
    income.original_cost_of_goods_sold ?? income.cost_of_goods_sold ?? income.order_discounted_price
  const gross = toMoney(price ?? 0, currency)
  const items = [...partsOf(income, currency), ...adjustmentsOf(income.order_adjustment, currency)]
  const rest = net.amount - gross.amount - items.reduce((sum, item) => sum + item.amount.amount, 0)
  if (rest !== 0) items.push({ code: REST, label: 'Lain-lain', amount: { amount: rest, currency } })
  return {
    externalSettlementId: `${escrow.order_sn}:${Math.floor(releasedAt.getTime() / 1000)}`,
    externalOrderId: escrow.order_sn,
    releasedAt,
    gross,
    net,
    items,
  }
}

function partsOf(income: Readonly<Record<string, unknown>>, currency: string): SettlementItem[] {
  return PARTS.flatMap(([code, sign, label]) => {
    const amount = toMoney(sign * Number(income[code] ?? 0), currency)
    return amount.amount === 0 ? [] : [{ code, label, amount }]
  })
}

function adjustmentsOf(
  adjustments: readonly { amount: number; adjustment_reason: string }[],
  currency: string,
): SettlementItem[] {
  return adjustments.flatMap(({ amount, adjustment_reason: reason }) => {
    const money = toMoney(amount, currency)
    return money.amount === 0
      ? []
      : [{ code: 'order_adjustment', label: reason || 'Penyesuaian', amount: money }]
  })
}
