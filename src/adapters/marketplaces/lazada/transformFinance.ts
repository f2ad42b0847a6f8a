import { z } from 'zod'
import type { RemoteSettlement } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'
import { COUNTRIES, startOfDay, type Country } from './countries.ts'
import { count, id, words } from './wire.ts'

/** One row of `/finance/transaction/details/get`: one fee or credit of one unit. */
export const wireTransaction = z.object({
  transaction_number: id,
  transaction_date: words,
  fee_name: words,
  fee_type: words,
  amount: count,
  order_no: id,
})
export type WireTransaction = z.output<typeof wireTransaction>

/** What the buyer paid for goods; every other row is added to or taken off it. */
const ITEM_PRICE_CREDIT = '13'

/** A day's rows as one settlement per order; rows without an order stand for themselves. */
export function toSettlements(
  rows: readonly WireTransaction[],
  day: string,
  country: Country,
): RemoteSettlement[] {
  const { currency } = COUNTRIES[country]
  const groups = new Map<string, WireTransaction[]>()
  for (const row of rows) {
    const key = row.order_no || `transaction-${row.transaction_number}`
    const ofOrder = groups.get(key)
    if (ofOrder) ofOrder.push(row)
    else groups.set(key, [row])
  }
  return [...groups].map(([key, ofOrder]) => {
    const goods = ofOrder.filter((row) => row.fee_type === ITEM_PRICE_CREDIT && row.order_no !== '')
    const sum = (some: readonly WireTransaction[]): number =>
      some.reduce((total, row) => total + row.amount, 0)
    return {
      externalSettlementId: `${day}:${key}`,
      externalOrderId: ofOrder[0]?.order_no || null,
      releasedAt: dayOf(ofOrder[0]?.transaction_date ?? '', country) ?? startOfDay(day, country),
      gross: toMoney(sum(goods), currency),
      net: toMoney(sum(ofOrder), currency),
      items: ofOrder
        .filter((row) => !goods.includes(row))
        .map((row) => ({ code: row.fee_type, label: row.fee_name, amount: toMoney(row.amount, currency) })),
    }
  })
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** "17 May 2016" or "2016-05-17" as the first instant of that day, or null. */
function dayOf(given: string, country: Country): Date | null {
  const iso = /^\d{4}-\d\d-\d\d/.exec(given)?.[0]
  if (iso) return startOfDay(iso, country)
  const [, day, name, year] = /^(\d{1,2}) ([a-z]{3})[a-z]* (\d{4})/i.exec(given) ?? []
  const month = MONTHS.indexOf(name?.toLowerCase() ?? '')
  if (!day || !year || month < 0) return null
  return startOfDay(`${year}-${String(month + 1).padStart(2, '0')}-${day.padStart(2, '0')}`, country)
}
