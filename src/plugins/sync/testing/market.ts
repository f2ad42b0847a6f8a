import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  AdapterError,
  CONTRACT_VERSION,
  type Cause,
  type ErrorKind,
  type Grant,
  type MarketplaceAdapter,
  type RemoteListing,
  type RemoteOrder,
  type ShopSession,
} from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'

export const MARKET = 'pasar'
const HOUR_MS = 3_600_000

export interface FakeShop {
  externalId: string
  accessToken: string
  refreshToken: string
  listings: RemoteListing[]
  orders: Map<string, RemoteOrder>
}

export const failure = (
  kind: ErrorKind,
  reason: Cause,
  extra: { retryAfterMs?: number } = {},
): AdapterError => new AdapterError({ kind, reason, message: reason, ...extra })

/** A listing with what a test does not care about filled in. */
export const listing = (
  itemId: string,
  sellerSku: string,
  quantity: number | null,
  more: Partial<RemoteListing> = {},
): RemoteListing => ({
  externalItemId: itemId,
  externalVariantId: '',
  sellerSku,
  title: `Barang ${itemId}`,
  variantName: '',
  description: '',
  status: 'live',
  rawStatus: 'NORMAL',
  price: { amount: 25_000, currency: 'IDR' },
  quantity,
  imageUrls: [],
  updatedAt: null,
  ...more,
})

/** A marketplace in memory, seen through its adapter. Every call is written down and may be made to fail. */
export class FakeMarket {
  readonly shops = new Map<string, FakeShop>()
  /** Names of the calls made, with the shop they were made for. */
  readonly calls: { name: string; shop: string; at: number; detail?: unknown }[] = []
  /** Consent codes and the shops they give. */
  readonly codes = new Map<string, string[]>()
  /** Called before each answer; throw to fail, or wait to be slow. */
  before: (name: string, shop: string) => Promise<void> | void = () => undefined
  pageSize = 50
  accessLifeMs = 4 * HOUR_MS
  listsUpdateTime = true
  /** What shops say of the end of their consent. */
  consentEndsAt: Date | null = null

  addShop(externalId: string): FakeShop {
    const shop = {
      externalId,
      accessToken: randomUUID(),
      refreshToken: randomUUID(),
      listings: [],
      orders: new Map(),
    }
    this.shops.set(externalId, shop)
    return shop
  }

  called(name: string, shop?: string): number {
    return this.calls.filter((call) => call.name === name && (shop === undefined || call.shop === shop))
      .length
  }

  /** What a shop shows of an item. */
  shown(externalId: string, itemId: string): number | null | undefined {
    return this.shops.get(externalId)?.listings.find((each) => each.externalItemId === itemId)?.quantity
  }

  grantOf(shop: FakeShop, now = new Date()): Grant {
    return {
      externalShopId: shop.externalId,
      accessToken: shop.accessToken,
      refreshToken: shop.refreshToken,
      accessExpiresAt: new Date(now.getTime() + this.accessLifeMs),
      refreshExpiresAt: new Date(now.getTime() + 30 * 24 * HOUR_MS),
      details: { region: 'ID' },
    }
  }

  async #enter(name: string, session: ShopSession, detail?: unknown): Promise<FakeShop> {
    const { externalId, accessToken } = session.shop
    this.calls.push({ name, shop: externalId, at: performance.now(), detail })
    await this.before(name, externalId)
    const shop = this.shops.get(externalId)
    if (!shop) throw failure('auth', 'token_revoked')
    if (shop.accessToken !== accessToken) throw failure('auth', 'token_expired')
    return shop
  }

  readonly adapter: MarketplaceAdapter = {
    contractVersion: CONTRACT_VERSION,
    id: MARKET,
    name: 'Pasar',
    badge: { text: 'PA', color: '#000000' },
    docsUrl: 'https://example.com',
    environments: {
      test: {
        label: text('Uji', 'Test'),
        apiBaseUrl: 'https://pasar.example',
        consentBaseUrl: 'https://pasar.example/izin',
      },
    },
    credentials: z.object({ appKey: z.string(), pushKey: z.string() }),
    checks: [],
    setup: [],
    limits: { requestsPerSecondPerShop: 1_000, ordersPerFetch: 50, stockTargetsPerCall: 50 },
    authorize: {
      singleUseRefresh: true,
      refreshAheadSeconds: 1_800,
      consentUrl: (session, { redirectUrl, state }) =>
        `${session.environment.consentBaseUrl}?redirect=${encodeURIComponent(redirectUrl)}&state=${state}`,
      exchange: async (session, query) => {
        this.calls.push({ name: 'exchange', shop: '', at: performance.now(), detail: query })
        await this.before('exchange', '')
        if (session.credentials.appKey !== 'app-key') throw failure('auth', 'signature_mismatch')
        const ids = this.codes.get(query.code ?? '')
        if (!ids) throw failure('permanent', 'unexpected_response')
        this.codes.delete(query.code ?? '')
        return ids.map((id) => this.grantOf(this.shops.get(id) ?? this.addShop(id), session.now()))
      },
      refresh: async (session, { externalShopId, refreshToken }) => {
        this.calls.push({ name: 'refresh', shop: externalShopId, at: performance.now() })
        await this.before('refresh', externalShopId)
        const shop = this.shops.get(externalShopId)
        if (!shop || shop.refreshToken !== refreshToken) throw failure('auth', 'token_revoked')
        shop.accessToken = randomUUID()
        shop.refreshToken = randomUUID()
        return this.grantOf(shop, session.now())
      },
    },
    webhook: {
      verify: ({ url, headers, rawBody }, credentials) =>
        headers['x-tanda'] === signatureOf(credentials.pushKey ?? '', url, rawBody),
      parse: (rawBody) => {
        const body = parsed(rawBody)
        return {
          topic: body.topic ?? 'order',
          externalShopId: body.shop ?? null,
          eventId: body.id ?? null,
          occurredAt: body.at ? new Date(body.at) : null,
          hints: body.hints ?? [{ kind: 'order', externalOrderId: body.order ?? '' }],
        }
      },
      acknowledge: { status: 200, body: '', withinMs: 3_000 },
    },
    shop: {
      info: async (session) => {
        await this.#enter('shop.info', session)
        const { externalId } = session.shop
        return {
          externalId,
          name: `Toko ${externalId}`,
          region: 'ID',
          status: 'active',
          consentExpiresAt: this.consentEndsAt,
        }
      },
    },
    products: {
      list: async (session, { cursor }) => {
        const shop = await this.#enter('products.list', session, cursor)
        const from = Number(cursor ?? 0)
        const items = shop.listings.slice(from, from + this.pageSize)
        const next = from + this.pageSize < shop.listings.length ? String(from + this.pageSize) : null
        return { items: structuredClone(items), next, total: shop.listings.length }
      },
      get: async (session, ids) => {
        const shop = await this.#enter('products.get', session, ids)
        return shop.listings.filter((each) => ids.includes(each.externalItemId))
      },
    },
    stock: {
      set: async (session, targets) => {
        const shop = await this.#enter('stock.set', session, targets)
        return targets.map((target) => {
          const found = shop.listings.find(
            (each) =>
              each.externalItemId === target.externalItemId &&
              each.externalVariantId === target.externalVariantId,
          )
          if (!found) return { ...target, ok: false, error: failure('permanent', 'unexpected_response') }
          found.quantity = target.quantity
          return { ...target, ok: true }
        })
      },
    },
    orders: {
      maxWindowDays: 15,
      listUpdated: async (session, { from, to, cursor }) => {
        const shop = await this.#enter('orders.list', session, { from, to, cursor })
        const changed = [...shop.orders.values()].filter(
          ({ updatedAt }) => updatedAt >= from && updatedAt <= to,
        )
        const start = Number(cursor ?? 0)
        const items = changed.slice(start, start + this.pageSize).map(({ externalOrderId, updatedAt }) => ({
          externalOrderId,
          updatedAt: this.listsUpdateTime ? updatedAt : null,
        }))
        const next = start + this.pageSize < changed.length ? String(start + this.pageSize) : null
        return { items, next, total: changed.length }
      },
      get: async (session, ids) => {
        const shop = await this.#enter('orders.get', session, ids)
        return ids.flatMap((id) => shop.orders.get(id) ?? [])
      },
    },
  }
}

interface Body {
  id?: string
  topic?: string
  shop?: string
  order?: string
  at?: string
  hints?: ReturnType<MarketplaceAdapter['webhook']['parse']>['hints']
}

function parsed(rawBody: Uint8Array): Body {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8')) as Body
  } catch (cause) {
    throw new AdapterError({ kind: 'contract', reason: 'unexpected_response', message: 'not JSON', cause })
  }
}

const signatureOf = (key: string, url: string, rawBody: Uint8Array): string =>
  createHmac('sha256', key).update(`${url}|`).update(rawBody).digest('hex')

/** The headers and body of a webhook as the marketplace would send them. */
export function signed(
  url: string,
  body: Body | string,
  key = 'push-key',
): { headers: Record<string, string>; rawBody: Uint8Array } {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return {
    headers: { 'content-type': 'application/json', 'x-tanda': signatureOf(key, url, rawBody) },
    rawBody,
  }
}

/** An order of one line as the marketplace tells it. */
export const remoteOrder = (
  externalOrderId: string,
  itemId: string,
  quantity: number,
  more: Partial<RemoteOrder> = {},
): RemoteOrder => ({
  externalOrderId,
  status: 'to_ship',
  rawStatus: 'READY_TO_SHIP',
  createdAt: new Date(),
  updatedAt: new Date(),
  paidAt: null,
  shipBy: null,
  total: { amount: 25_000 * quantity, currency: 'IDR' },
  salesSurface: null,
  buyer: { name: 'Budi', note: '' },
  recipient: { name: 'Budi', phone: '', city: 'Bandung', fullAddress: '' },
  courier: null,
  trackingNumber: null,
  cancelReason: null,
  lines: [
    {
      externalLineId: `${itemId}::1`,
      externalItemId: itemId,
      externalVariantId: '',
      sellerSku: '',
      title: `Barang ${itemId}`,
      variantName: '',
      quantity,
      cancelledQuantity: 0,
      returnedQuantity: 0,
      unitPrice: { amount: 25_000, currency: 'IDR' },
      imageUrl: null,
    },
  ],
  ...more,
})
