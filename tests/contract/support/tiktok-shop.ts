import { afterAll, afterEach, beforeAll } from 'vitest'
import { startTikTokShopSandbox } from '../../../sandbox/tiktok-shop/app.ts'
import type { TikTokShopSandbox } from '../../../sandbox/tiktok-shop/app.ts'
import { SHOPS } from '../../../sandbox/tiktok-shop/catalogue.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET, DEMO_SERVICE_ID } from '../../../sandbox/tiktok-shop/options.ts'
import type {
  AppSession,
  Grant,
  MarketplaceAdapter,
  RemoteListing,
  ShopSession,
} from '../../../src/adapters/contract.ts'
import { createHttpClient } from '../../../src/adapters/http/client.ts'
import { tiktokShop } from '../../../src/adapters/marketplaces/tiktok-shop/index.ts'

export const [SHOP, SECOND, OTHER] = SHOPS.map((shop) => shop.id) as [string, string, string]
export const CREDENTIALS = { appKey: DEMO_APP_KEY, appSecret: DEMO_APP_SECRET, serviceId: DEMO_SERVICE_ID }
export const DAY = 86_400_000

export let sandbox: TikTokShopSandbox
export let adapter: MarketplaceAdapter
export let app: AppSession
export let client: ReturnType<typeof createHttpClient>

export type Json = Record<string, unknown>

export async function control(method: string, path: string, body?: unknown): Promise<Json> {
  const response = await fetch(`${sandbox.controlUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Json
  if (!response.ok) throw new Error(String(answer['error']))
  return answer
}

export const fault = (kind: string, more: Json = {}): Promise<Json> =>
  control('POST', '/faults', { kind, ...more })

export async function consent(shopId: string): Promise<readonly Grant[]> {
  const { code } = await control('POST', '/authorize', { shop_id: shopId })
  return adapter.authorize.exchange(app, { code: String(code), state: 'ignored', locale: 'id' })
}

export async function connect(shopId = SHOP): Promise<ShopSession> {
  const grant = (await consent(shopId)).find((each) => each.externalShopId === shopId)!
  return { ...app, shop: { externalId: shopId, accessToken: grant.accessToken, details: grant.details } }
}

export async function allListings(session: ShopSession): Promise<RemoteListing[]> {
  const all: RemoteListing[] = []
  for (let cursor: string | null = null; ;) {
    const page = await adapter.products!.list(session, { cursor })
    all.push(...page.items)
    if (page.next === null) return all
    cursor = page.next
  }
}

export async function buy(
  sku: string,
  quantity: number,
  more: Json = {},
): Promise<{ sn: string; packageIds: string[] }> {
  const { order } = await control('POST', '/orders', { shop_id: SHOP, lines: [{ sku, quantity }], ...more })
  return order as { sn: string; packageIds: string[] }
}
export const step = (sn: string, to: string): Promise<Json> =>
  control('POST', `/orders/${sn}/advance`, { to })

/** Resolves when no webhook is on its way (repeats that wait for their time do not count). */
export async function delivered(): Promise<void> {
  for (let at = 0; at < 200; at += 1) {
    if (!sandbox.state.pushes.list(500).some((push) => push.state === 'waiting')) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await sandbox.state.pushes.idle()
}

/** Runs the tests of a file against a stand-in of their own. */
export function useTikTokShop(): void {
  beforeAll(async () => {
    sandbox = await startTikTokShopSandbox({ port: 0, timeScale: 0.001, callsPerSecond: 10_000 })
    adapter = tiktokShop({ sandboxUrl: sandbox.url })
    client = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
    const environment = adapter.environments['local']!
    app = {
      environment,
      credentials: CREDENTIALS,
      send: client.send,
      now: () => new Date(sandbox.state.clock.ms()),
    }
  })
  afterAll(async () => {
    await client.close()
    await sandbox.close()
  })
  afterEach(() => control('DELETE', '/faults'))
}
