import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLazadaSandbox, type LazadaSandbox } from '../../sandbox/lazada/app.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from '../../sandbox/lazada/options.ts'
import type { AppSession, Grant, MarketplaceAdapter } from '../../src/adapters/contract.ts'
import { createHttpClient, type HttpClient } from '../../src/adapters/http/client.ts'
import { lazada } from '../../src/adapters/marketplaces/lazada/index.ts'
import { startShopee, type ShopeeKit } from './support/shopee.ts'

const SINGLE = 400614207711
const CROSS_BORDER = 400618855230

let sandbox: LazadaSandbox
let http: HttpClient
let shopee: ShopeeKit

beforeAll(async () => {
  sandbox = await startLazadaSandbox({ port: 0 })
  http = createHttpClient({ allowedLocalOrigins: [sandbox.url] })
  shopee = await startShopee()
})
afterAll(async () => {
  await http.close()
  await sandbox.close()
  await shopee.close()
})

async function consent(sellerId: number): Promise<{ grants: readonly Grant[]; again: () => Promise<Grant> }> {
  const adapter: MarketplaceAdapter = lazada({ sandboxUrl: sandbox.url, countries: ['id', 'my', 'sg'] })
  const app: AppSession = {
    environment: adapter.environments['local']!,
    credentials: { appKey: String(DEMO_APP_KEY), appSecret: DEMO_APP_SECRET },
    send: http.send,
    now: () => new Date(),
  }
  const redirectUrl = 'https://kanal.example.id/oauth/lazada'
  const link = new URL(adapter.authorize.consentUrl(app, { redirectUrl, state: 's' }))
  const body = new URLSearchParams({
    client_id: link.searchParams.get('client_id') ?? '',
    redirect_uri: redirectUrl,
    state: 's',
    seller_id: String(sellerId),
    decision: 'approve',
  })
  const answer = await fetch(link.origin + link.pathname, { method: 'POST', body, redirect: 'manual' })
  const query = Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams)
  const grants = await adapter.authorize.exchange(app, query)
  return { grants, again: () => adapter.authorize.refresh(app, grants[0]!) }
}

it('the countries of a cross-border account are one group, named without personal data', async () => {
  const { grants, again } = await consent(CROSS_BORDER)
  expect(grants.length).toBeGreaterThan(1)
  const [group, ...others] = new Set(grants.map(({ tokenGroup }) => tokenGroup))
  expect(others).toEqual([])
  expect(group).toMatch(/^[a-z]{2}:\d+(,[a-z]{2}:\d+)+$/)
  expect(new Set(grants.map(({ refreshToken }) => refreshToken)).size).toBe(1)
  expect((await again()).tokenGroup).toBe(group)
})

it('a shop of one country is alone', async () => {
  const { grants } = await consent(SINGLE)
  expect(grants.map(({ tokenGroup }) => tokenGroup)).toEqual([undefined])
})

it('a shop at Shopee is alone, because each refreshes a pair of its own', async () => {
  const grant = await shopee.consent(2214711701)
  expect(grant.tokenGroup).toBeUndefined()
  expect((await shopee.adapter.authorize.refresh(shopee.app, grant)).tokenGroup).toBeUndefined()
})
