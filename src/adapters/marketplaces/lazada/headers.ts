import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import type { LazadaClient } from './client.ts'
import { countryOf, localTime } from './countries.ts'
import { isNotFound } from './errors.ts'
import { wireOrder, type WireOrder } from './transformOrder.ts'
import { count, list, read } from './wire.ts'

/** The most a page of `/orders/get` holds. */
export const ORDERS_PER_PAGE = 100
const PARALLEL_CALLS = 4
/** So few are asked for one by one: a page would cost as much. */
const FEW = 3
/** Orders that are asked for have mostly just changed; older ones are asked for one by one. */
const RECENT_MS = 3_600_000
/** A page of many orders is worth about so many single calls to us. */
const WANTED_PER_PAGE = 4
/** How long what a page told is good for whoever asks next. */
const KEPT_MS = 60_000
/** An order that changed just before it was read may have changed again within that second: it is read anew. */
const SETTLED_MS = 2_000
const MOST_KEPT = 5_000

const page = z.object({ countTotal: count, orders: list(wireOrder) })
export type OrderPage = z.output<typeof page>

/** A header, and whether it was read for this question or came with an earlier page. */
export interface Header {
  order: WireOrder
  isKept: boolean
}

interface Kept {
  order: WireOrder
  at: number
}

/**
 * Headers of orders. Lazada gives them one a call by id, or a hundred a call by when they changed; a shop may make a
 * few calls a second. So many are looked for on the pages of what changed last, and what a page tells beyond the
 * question serves the next one, once.
 */
export class OrderHeaders {
  readonly #client: LazadaClient
  readonly #kept = new Map<string, Kept>()

  constructor(client: LazadaClient) {
    this.#client = client
  }

  /** One page of a shop's orders, kept for `get`. */
  async page(session: ShopSession, params: Readonly<Record<string, string | number>>): Promise<OrderPage> {
    const { data, requestId } = await this.#client.forShop(session, {
      method: 'GET',
      path: '/orders/get',
      params: { sort_by: 'updated_at', limit: ORDERS_PER_PAGE, ...params },
    })
    const found = read(page, data ?? {}, 'orders/get', requestId)
    this.#keep(session, found.orders)
    return found
  }

  /** The headers of orders, unknown ones left out. `fresh` ones were all read now. @throws AdapterError */
  async get(session: ShopSession, ids: readonly string[], { fresh = false } = {}): Promise<Header[]> {
    const found = new Map<string, Header>()
    if (!fresh) {
      this.#takeKept(session, ids, found)
      await this.#lookThroughPages(session, ids, found)
    }
    const missing = ids.filter((id) => !found.has(id))
    const single = await mapLimited(missing, PARALLEL_CALLS, (id) => this.#one(session, id))
    for (const order of single) if (order) found.set(order.order_id, { order, isKept: false })
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  async #lookThroughPages(
    session: ShopSession,
    ids: readonly string[],
    found: Map<string, Header>,
  ): Promise<void> {
    const wanted = new Set(ids.filter((id) => !found.has(id)))
    if (wanted.size <= FEW) return
    const since = new Date(session.now().getTime() - RECENT_MS)
    const most = Math.ceil(wanted.size / WANTED_PER_PAGE)
    for (let nth = 0; nth < most && wanted.size > FEW; nth += 1) {
      const { orders } = await this.page(session, {
        update_after: localTime(since, countryOf(session.shop.details)),
        sort_direction: 'DESC',
        offset: nth * ORDERS_PER_PAGE,
      })
      for (const order of orders) {
        if (!wanted.delete(order.order_id)) continue
        found.set(order.order_id, { order, isKept: true })
        this.#kept.delete(keyOf(session, order.order_id))
      }
      if (orders.length < ORDERS_PER_PAGE) return
    }
  }

  async #one(session: ShopSession, orderId: string): Promise<WireOrder | undefined> {
    try {
      const { data, requestId } = await this.#client.forShop(session, {
        method: 'GET',
        path: '/order/get',
        params: { order_id: orderId },
      })
      return read(wireOrder, data, 'order/get', requestId)
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  #keep(session: ShopSession, orders: readonly WireOrder[]): void {
    const at = session.now().getTime()
    for (const order of orders) {
      const key = keyOf(session, order.order_id)
      this.#kept.delete(key)
      if (order.updated_at && at - order.updated_at.getTime() >= SETTLED_MS)
        this.#kept.set(key, { order, at })
    }
    // A map keeps the order of insertion: the oldest come first.
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT && at - kept.at <= KEPT_MS) break
      this.#kept.delete(key)
    }
  }

  #takeKept(session: ShopSession, ids: readonly string[], found: Map<string, Header>): void {
    const now = session.now().getTime()
    for (const id of ids) {
      const key = keyOf(session, id)
      const kept = this.#kept.get(key)
      this.#kept.delete(key)
      if (kept && now - kept.at <= KEPT_MS) found.set(id, { order: kept.order, isKept: true })
    }
  }
}

const keyOf = ({ environment, shop }: ShopSession, orderId: string): string =>
  `${environment.apiBaseUrl} ${shop.externalId} ${orderId}`
