import { z } from 'zod'
import type { RemoteSettlement, SettlementItem } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { decimal, id, moneyOf, words } from './wire.ts'

const breakdown = z.record(z.string(), z.unknown()).nullish()

/** One transaction of a statement. Breakdowns are open maps: new fees appear over time. */
export const wireTransaction = z.object({
  id,
  type: words,
  order_id: id,
  adjustment_id: id,
  adjustment_order_id: id,
  adjustment_amount: decimal,
  settlement_amount: decimal,
  revenue_amount: decimal,
  shipping_cost_amount: decimal,
  shipping_cost_breakdown: breakdown,
  fee_tax_amount: decimal,
  fee_tax_breakdown: breakdown,
  reserve_id: id,
  reserve_amount: decimal,
})
export type WireTransaction = z.output<typeof wireTransaction>

/** A settled transaction as Kanal knows it: what came in, every deduction by its own name, what is left. */
export function toSettlement(
  transaction: WireTransaction,
  statement: { id: string; at: Date; currency: string },
): RemoteSettlement {
  const { currency } = statement
  const { type } = transaction
  const isOrder = type === 'ORDER'
  const gross = moneyOf(isOrder ? transaction.revenue_amount : '', currency)
  const own = transaction.settlement_amount || transaction.adjustment_amount || transaction.reserve_amount
  const net = moneyOf(own, currency)
  const items = isOrder ? deductions(transaction, currency) : [item(type, net.amount, currency)]
  const missing = net.amount - gross.amount - items.reduce((sum, each) => sum + each.amount.amount, 0)
  return {
    externalSettlementId:
      transaction.id ||
      transaction.adjustment_id ||
      transaction.reserve_id ||
      `${statement.id}:${transaction.order_id}`,
    externalOrderId: transaction.order_id || transaction.adjustment_order_id || null,
    releasedAt: statement.at,
    gross,
    net,
    items: missing === 0 ? items : [...items, item('adjustment_amount', missing, currency)],
  }
}

function deductions(transaction: WireTransaction, currency: string): SettlementItem[] {
  const shipping = moneyOf(transaction.shipping_cost_amount, currency).amount
  const fees = moneyOf(transaction.fee_tax_amount, currency).amount
  return [
    ...parts('shipping_cost_amount', shipping, transaction.shipping_cost_breakdown, currency),
    ...parts('fee_tax_amount', fees, transaction.fee_tax_breakdown, currency),
  ]
}

/** The single fees when they add up to their sum, else the sum: a report must never show money twice. */
function parts(
  code: string,
  total: number,
  map: WireTransaction['fee_tax_breakdown'],
  currency: string,
): SettlementItem[] {
  const single = leaves(map ?? {}, currency).filter((each) => each.amount.amount !== 0)
  if (single.length > 0 && single.reduce((sum, each) => sum + each.amount.amount, 0) === total) return single
  return total === 0 ? [] : [item(code, total, currency)]
}

function leaves(map: Readonly<Record<string, unknown>>, currency: string): SettlementItem[] {
  return Object.entries(map).flatMap(([code, value]) => {
    // What is supplementary explains the amounts beside it and is not another amount.
    if (code === 'supplementary_component') return []
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) {
      return [item(code, toMoney(Number(value), currency).amount, currency)]
    }
    return typeof value === 'object' && value !== null
      ? leaves(value as Record<string, unknown>, currency)
      : []
  })
}

const item = (code: string, amount: number, currency: string): SettlementItem => ({
  code,
  label: code,
  amount: { amount, currency },
})
