import { shopee, type ShopeeOptions } from '../../../src/adapters/marketplaces/shopee/index.ts'
import type { AppSession, Grant, HttpSend, ShopSession } from '../../../src/adapters/contract.ts'
import {
  DEMO_PARTNER_ID,
  DEMO_PARTNER_KEY,
  startShopeeSandbox,
  type ShopeeSandboxOptions,
} from '../../../sandbox/index.ts'

/** Shops of the stand-in: an ordinary one, and one with warehouses. */
export const SHOP = 2214711701
export const WAREHOUSE_SHOP = 2533018442

const send: HttpSend = async ({ method, url, headers, body, signal }) => {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    ...(headers ? { headers } : {}),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
    ...(signal ? { signal } : {}),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

/** The stand-in on a free port with the adapter pointed at it. */
export async function startShopee(options: ShopeeOptions = {}, standIn: ShopeeSandboxOptions = {}) {
  const sandbox = await startShopeeSandbox({
    port: 0,
    timeScale: 0.001,
    refreshReplay: false,
    verifyCallback: false,
    ...standIn,
  })
  const adapter = shopee({ sandboxUrl: sandbox.url, settleMs: 20, ...options })
  const app: AppSession = {
    environment: adapter.environments['local']!,
    credentials: { partnerId: String(DEMO_PARTNER_ID), partnerKey: DEMO_PARTNER_KEY },
    send,
    now: () => new Date(),
  }
  const sessionOf = (grant: Grant): ShopSession => ({
    ...app,
    shop: { externalId: grant.externalShopId, accessToken: grant.accessToken, details: grant.details },
  })
  const control = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${sandbox.controlUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Record<string, unknown>
  }
  const clearFaults = () => fetch(`${sandbox.controlUrl}/faults`, { method: 'DELETE' })
  const consent = async (shopId: number): Promise<Grant> => {
    const { code } = await control('/authorize', { shop_id: shopId })
    const [grant] = await adapter.authorize.exchange(app, { code: String(code), shop_id: String(shopId) })
    return grant!
  }
  return {
    sandbox,
    state: sandbox.state,
    adapter,
    app,
    sessionOf,
    control,
    clearFaults,
    consent,
    close: () => sandbox.close(),
  }
}
export type ShopeeKit = Awaited<ReturnType<typeof startShopee>>

/** Asks again until the answer is there, at most five seconds. */
export async function eventually<T>(ask: () => Promise<T | undefined | null | false>): Promise<T> {
  for (let i = 0; i < 250; i += 1) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}
