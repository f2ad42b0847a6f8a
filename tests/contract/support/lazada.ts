import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { startLazadaSandbox } from '../../../sandbox/lazada/app.ts'
import type { LazadaSandbox } from '../../../sandbox/lazada/app.ts'
import type { FaultKind } from '../../../sandbox/lazada/faultKinds.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from '../../../sandbox/lazada/options.ts'
import { placeOrder } from '../../../sandbox/lazada/orderLife.ts'
import type { AppSession, Grant, RemoteListing, ShopSession } from '../../../src/adapters/contract.ts'
import { createHttpClient } from '../../../src/adapters/http/client.ts'
import type { HttpClient } from '../../../src/adapters/http/client.ts'
import { lazada } from '../../../src/adapters/marketplaces/lazada/index.ts'

export const SINGLE = 400614207711
export const SEVERAL_WAREHOUSES = 400612339904
export const CROSS_BORDER = 400618855230

export let sandbox: LazadaSandbox
export let http: HttpClient
export let adapter: ReturnType<typeof lazada>
export let app: AppSession
export let shop: ShopSession

/** Goes through the consent page like a browser and hands the callback's query to the adapter. */
export async function callbackQuery(sellerId: number, decision = 'approve'): Promise<Record<string, string>> {
  const redirectUrl = 'https://kanal.example.id/oauth/lazada'
  const link = new URL(adapter.authorize.consentUrl(app, { redirectUrl, state: 's-1' }))
  expect((await fetch(link)).status).toBe(200)
  const form = new URLSearchParams({
    client_id: link.searchParams.get('client_id') ?? '',
    redirect_uri: link.searchParams.get('redirect_uri') ?? '',
    state: 's-1',
    seller_id: String(sellerId),
    decision,
  })
  const answer = await fetch(link.origin + link.pathname, { method: 'POST', body: form, redirect: 'manual' })
  return Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams)
}

export async function consent(sellerId: number): Promise<Grant> {
  const [grant] = await adapter.authorize.exchange(app, await callbackQuery(sellerId))
  return grant!
}

export const sessionOf = ({ externalShopId, accessToken, details }: Grant): ShopSession => ({
  ...app,
  shop: { externalId: externalShopId, accessToken, details },
})
export const fault = (
  kind: FaultKind,
  more: { count?: number; path?: string; params?: Record<string, number> } = {},
) => sandbox.state.faults.add({ kind, count: 1, ...more })

export async function allListings(session = shop): Promise<RemoteListing[]> {
  const listings: RemoteListing[] = []
  let cursor: string | null = null
  do {
    const page = await adapter.products!.list(session, { cursor })
    listings.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return listings
}

export async function listingOf(sellerSku: string, session = shop): Promise<RemoteListing> {
  return (await allListings(session)).find((listing) => listing.sellerSku === sellerSku)!
}

export const buy = (sku: string, quantity: number, paid = true) =>
  placeOrder(sandbox.state, { sellerId: SINGLE, lines: [{ sku, quantity }], paid })
export const fetchOrder = async (id: string) => (await adapter.orders!.get(shop, [id]))[0]!

/** Runs the tests of a file against a stand-in of their own. */
export function useLazada(): void {
  beforeAll(async () => {
    sandbox = await startLazadaSandbox({ port: 0, timeScale: 0.001 })
    http = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
    adapter = lazada({ sandboxUrl: sandbox.url })
  })
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })
  beforeEach(async () => {
    sandbox.state.reset(1)
    app = {
      environment: adapter.environments['local']!,
      credentials: { appKey: String(DEMO_APP_KEY), appSecret: DEMO_APP_SECRET },
      send: http.send,
      now: () => new Date(),
    }
    shop = sessionOf(await consent(SINGLE))
  })
}
