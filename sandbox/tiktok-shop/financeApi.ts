import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import { ApiError, success } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { goodsTotal, type Order, type Shop } from './model.ts'
import { pageOf, queryInt, queryWord, sortKey } from './params.ts'
import type { World } from './world.ts'

const DAY = 86_400
const COMMISSION = 0.065
const SERVICE_FEE = 1_250
const of = { kind: 'shop', scope: 'seller.finance.info' } as const

/** Daily statements and what is in them. */
export const FINANCE_ENDPOINTS: readonly EndpointRow[] = [
  ['GET', '/finance/202309/statements', { ...of, handle: statements }],
  ['GET', '/finance/202501/statements/:id/statement_transactions', { ...of, handle: transactions }],
]

interface Statement {
  readonly id: string
  readonly time: number
  readonly orders: readonly Order[]
}

/** One statement at 00:00 UTC for the orders completed the day before. */
function statementsOf(world: World, shop: Shop): Statement[] {
  const days = new Map<number, Order[]>()
  for (const order of shop.orders.values()) {
    if (order.status !== 'COMPLETED') continue
    const time = (Math.floor(order.completedTime / DAY) + 1) * DAY
    if (time <= world.clock.seconds()) days.set(time, [...(days.get(time) ?? []), order])
  }
  return [...days].map(([time, orders]) => ({ id: `7${shop.id.slice(1, 9)}${time}`, time, orders }))
}

const feeOf = (order: Order) => {
  const commission = -Math.round(goodsTotal(order) * COMMISSION)
  return { commission, service: -SERVICE_FEE, total: commission - SERVICE_FEE }
}

function statements({ world, shop, query }: ShopCallContext): HttpReply {
  queryWord(query, 'sort_field', ['statement_time'], true)
  const order = queryWord(query, 'sort_order', ['DESC', 'ASC']) as 'ASC' | 'DESC'
  const size = queryInt(query, 'page_size', { min: 1, max: 100, fallback: 20 })
  const from = queryInt(query, 'statement_time_ge', { min: 0, max: 1e11, fallback: 0 })
  const to = queryInt(query, 'statement_time_lt', { min: 0, max: 1e11, fallback: 1e11 })
  const hits = statementsOf(world, shop).filter((each) => each.time >= from && each.time < to)
  const page = pageOf(
    hits.map((row) => ({ key: sortKey(row.time, row.id), row })),
    query,
    size,
    order,
  )
  return success({
    statements: page.rows.map((each) => {
      const revenue = each.orders.reduce((sum, one) => sum + goodsTotal(one), 0)
      const fee = each.orders.reduce((sum, one) => sum + feeOf(one).total, 0)
      return {
        id: each.id,
        statement_time: each.time,
        currency: 'IDR',
        settlement_amount: String(revenue + fee),
        revenue_amount: String(revenue),
        fee_amount: String(fee),
        adjustment_amount: '0',
        net_sales_amount: String(revenue),
        shipping_cost_amount: '0',
        payment_status: 'PAID',
        payment_id: `8${each.id.slice(1)}`,
      }
    }),
    next_page_token: page.next,
  })
}

function transactions({ world, shop, params, query }: ShopCallContext): HttpReply {
  queryWord(query, 'sort_field', ['order_create_time'], true)
  const size = queryInt(query, 'page_size', { min: 1, max: 100, fallback: 20 })
  const statement = statementsOf(world, shop).find((each) => each.id === params['id'])
  if (!statement) throw new ApiError(36009004, 'Invalid parameter statement_id', 400)
  const rows = statement.orders.map((row) => ({ key: sortKey(row.createTime, row.id), row }))
  const page = pageOf(rows, query, size)
  return success({
    id: statement.id,
    create_time: statement.time,
    status: 'SETTLED',
    currency: 'IDR',
    total_count: rows.length,
    next_page_token: page.next,
    transactions: page.rows.map(transactionView),
  })
}

function transactionView(order: Order): Wire {
  const goods = goodsTotal(order)
  const fee = feeOf(order)
  return {
    id: `9${order.id.slice(1)}`,
    type: 'ORDER',
    order_id: order.id,
    order_create_time: order.createTime,
    settlement_amount: String(goods + fee.total),
    revenue_amount: String(goods),
    revenue_breakdown: { subtotal_before_discount_amount: String(goods), seller_discount_amount: '0' },
    shipping_cost_amount: '0',
    shipping_cost_breakdown: {
      actual_shipping_fee_amount: String(-order.shippingFee),
      customer_paid_shipping_fee_amount: String(order.shippingFee),
      supplementary_component: { platform_shipping_fee_discount_amount: '0' },
    },
    fee_tax_amount: String(fee.total),
    fee_tax_breakdown: {
      fee: {
        platform_commission_amount: String(fee.commission),
        dynamic_commission_amount: '0',
        sfp_service_fee_amount: String(fee.service),
      },
      tax: { vat_amount: '0' },
    },
  }
}
