import { z } from 'zod'
import type { Capabilities, PriceDetail, ShopSession } from '../../contract.ts'
import { cancellation } from './cancellation.ts'
import { callForShop } from './client.ts'
import { fetchOrders } from './orderFetch.ts'
import { toOrder } from './orderTransform.ts'
import type { Settings } from './settings.ts'
import { seconds } from './window.ts'
import { decimal, instant, list, moneyOf, nextPage, read, requiredId } from './wire.ts'

const ORDERS_PER_PAGE = 100
/** The platform names no limit; a month keeps the pages of one sweep few. */
const MAX_WINDOW_DAYS = 30

const orderRefs = z.object({
  ...nextPage,
  orders: list(z.object({ id: requiredId, update_time: instant })),
})

/** Orders of all storefronts of the shop. */
export function tiktokShopOrders(settings: Settings): NonNullable<Capabilities['orders']> {
  return {
    maxWindowDays: MAX_WINDOW_DAYS,
    cancellation: cancellation(settings),
    priceDetail: getPriceDetail,

    async listUpdated(session, { from, to, cursor }) {
      const { data, requestId } = await callForShop(session, {
        method: 'POST',
        path: '/order/202309/orders/search',
        query: {
          page_size: ORDERS_PER_PAGE,
          page_token: cursor ?? '',
          sort_field: 'update_time',
          sort_order: 'ASC',
        },
        body: seconds('update_time', from, to),
        idempotent: true,
      })
      const page = read(orderRefs, data, 'orders search', requestId)
      return {
        items: page.orders.map((order) => ({ externalOrderId: order.id, updatedAt: order.update_time })),
        next: page.next_page_token || null,
        total: page.total_count,
      }
    },

    async get(session, externalOrderIds) {
      const orders = await fetchOrders(session, externalOrderIds, settings.ordersPerFetch)
      return orders.map((order) => toOrder(order, settings.unconfirmed))
    },
  }
}

const priceDetail = z.looseObject({ currency: z.string(), payment: decimal, total: decimal })
const LABELLED = /^-?\d+(\.\d+)?$/

async function getPriceDetail(session: ShopSession, externalOrderId: string): Promise<PriceDetail> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: `/order/202407/orders/${encodeURIComponent(externalOrderId)}/price_detail`,
  })
  const { currency, payment, total, ...parts } = read(priceDetail, data, 'price detail', requestId)
  return {
    total: moneyOf(payment || total, currency),
    items: Object.entries(parts).flatMap(([code, value]) => {
      if (code === 'tax_rate' || typeof value !== 'string' || !LABELLED.test(value)) return []
      const amount = moneyOf(value, currency)
      return amount.amount === 0 ? [] : [{ code, label: code, amount }]
    }),
  }
}
