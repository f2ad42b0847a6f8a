import { LazadaError, missing, success } from './envelope.ts'
import type { Endpoints, ShopCallContext } from './gateway.ts'
import { number, text } from './params.ts'
import { longDay, siteDay } from './times.ts'

const MAX_DAYS = 180

/** The finance module. */
export const FINANCE_ENDPOINTS: Endpoints = [
  ['GET', '/finance/transaction/details/get', { kind: 'shop', handle: transactions }],
  ['GET', '/finance/payout/status/get', { kind: 'shop', handle: payouts }],
]

function day(values: ShopCallContext['values'], name: string): string {
  const value = text(values, name)
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new LazadaError('17', `E017: "${value}" Invalid Date Format`)
  }
  return value
}

function transactions({ shop, values }: ShopCallContext) {
  const from = day(values, 'start_time')
  const to = day(values, 'end_time')
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (days < 0 || days >= MAX_DAYS) throw new LazadaError('1000012', 'The time range is more than 180 days')
  const type = values.get('trans_type') || '-1'
  if (!/^-?\d+$/.test(type)) throw new LazadaError('1000014', 'The transaction type is unknown')
  const limit = number(values, 'limit', { min: 1, max: 500, fallback: 500, code: '19' })
  const offset = number(values, 'offset', { min: 0, max: 1_000_000, fallback: 0, code: '14' })
  const found = shop.transactions.filter((row) => {
    const on = siteDay(row.at)
    return on >= from && on <= to && (type === '-1' || row.feeType === type)
  })
  return success(
    found.slice(offset, offset + limit).map((row) => ({
      transaction_number: row.number,
      transaction_date: longDay(row.at),
      transaction_type: row.amount < 0 ? 'Orders-Marketplace Fees' : 'Orders-Sales',
      fee_name: row.feeName,
      fee_type: row.feeType,
      amount: row.amount.toLocaleString('en-US', { minimumFractionDigits: 2 }),
      order_no: row.orderId,
      orderItem_no: row.unitId,
      orderItem_status: 'delivered',
      seller_sku: row.sellerSku,
      paid_status: 'Not paid',
      statement: `${longDay(row.at)} - ${longDay(row.at)}`,
      VAT_in_amount: '0.00',
      WHT_amount: '0.00',
      WHT_included_in_amount: 'No',
      reference: '',
      details: '',
      comment: '',
    })),
  )
}

function payouts({ shop, values }: ShopCallContext) {
  if (!values.get('created_after')) throw missing('created_after')
  const after = day(values, 'created_after')
  const rows = shop.transactions.filter((row) => siteDay(row.at) >= after)
  const total = rows.reduce((sum, row) => sum + row.amount, 0)
  const revenue = rows.filter((row) => row.feeType === '13').reduce((sum, row) => sum + row.amount, 0)
  return success([
    {
      statement_number: `ID${shop.sellerId}-1`,
      opening_balance: '0.00',
      item_revenue: revenue.toFixed(2),
      other_revenue_total: '0.00',
      fees_total: (total - revenue).toFixed(2),
      closing_balance: total.toFixed(2),
      payout: `${total.toFixed(2)} IDR`,
      paid: '0',
      created_at: after,
      updated_at: after,
    },
  ])
}
