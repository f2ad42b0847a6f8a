import type { ConformanceSubject, FaultFinding, FaultName, StandIn } from 'kanal/conformance'
import type { AppSession, ShopSession } from 'kanal/adapter'
import { createHttpClient } from 'kanal/adapter/http'
import { tokoDemo } from '../src/index.ts'
import type { TokoDemoStandIn } from '../stand-in/server.ts'

type Break = (session: ShopSession) => Omit<FaultFinding, 'session'> & { session?: ShopSession }

/** Binds the running stand-in to the conformance kit: how to break it, heal it, and buy something. */
export async function subjectOn(
  demo: TokoDemoStandIn,
): Promise<ConformanceSubject & { close(): Promise<void> }> {
  const url = await demo.start()
  const client = createHttpClient({ allowedLocalOrigins: [url] })
  const adapter = tokoDemo({ sandboxUrl: url })
  const credentials = { appKey: demo.appKey, appSecret: demo.appSecret }
  const shop = demo.shops[0]!
  const sku = 'KOPI-1'
  const app = (): AppSession => ({
    environment: adapter.environments['local']!,
    credentials,
    send: client.send,
    now: () => new Date(),
  })
  const withKey = (session: ShopSession, changed: Record<string, string>): ShopSession => ({
    ...session,
    credentials: { ...credentials, ...changed },
  })
  const faults: Record<FaultName, Break> = {
    server_down: () => (demo.faults.add('down'), { check: 'address', cause: 'http_5xx_provider_down' }),
    not_the_api: () => (demo.faults.add('html'), { check: 'signature', cause: 'unexpected_response' }),
    ip_not_listed: () => (demo.faults.add('ip'), { check: 'address', cause: 'ip_not_allowlisted' }),
    scope_missing: () => (
      demo.faults.add('no_permission'),
      { check: 'scope', cause: 'http_403_missing_scope' }
    ),
    shop_closed: () => ((shop.open = false), { check: 'shop', cause: 'account_suspended' }),
    token_expired: () => (expire(), { check: 'token', cause: 'token_expired' }),
    consent_withdrawn: () => (shop.access.clear(), { check: 'token', cause: 'token_revoked' }),
    clock_off: (session) => ({
      session: { ...session, now: () => new Date(Date.now() - 3_600_000) },
      check: 'clock',
      cause: 'clock_skew',
    }),
    wrong_secret: (session) => ({
      session: withKey(session, { appSecret: '0'.repeat(32) }),
      check: 'signature',
      cause: 'signature_mismatch',
      fields: ['appSecret'],
    }),
    unknown_app: (session) => ({
      session: withKey(session, { appKey: 'td_00000000' }),
      check: 'signature',
      cause: 'wrong_environment',
      fields: ['appKey'],
    }),
  }
  const expire = (): void => [...shop.access.keys()].forEach((token) => shop.access.set(token, false))
  const standIn: StandIn = {
    app,
    sku,
    ordersOverOnePage: 45,
    async openShop() {
      const [grant] = await adapter.authorize.exchange(app(), { code: demo.consent(shop) })
      const { externalShopId: externalId, accessToken, details } = grant!
      return { grant: grant!, session: { ...app(), shop: { externalId, accessToken, details } } }
    },
    inject: async (name, session) => ({ session, ...faults[name](session) }),
    async heal() {
      demo.faults.clear()
      demo.status = undefined
      shop.open = true
      shop.products.find((each) => each.sku === sku)!.stock = 5_000
    },
    expireToken: async () => expire(),
    placeOrder: async () => shop.buy(sku, 1).id,
    unknownStatus: async () => (demo.status = 'sent_by_balloon'),
  }
  const message: ConformanceSubject['webhook']['message'] = ({ externalShopId, externalId }) => ({
    url: 'https://kanal.example/webhooks/toko-demo/1',
    ...demo.push('order.changed', externalShopId, externalId),
  })
  return {
    ...{
      adapter,
      credentials,
      standIn,
      webhook: { message, signatureHeader: 'x-toko-sign', signsUrl: false },
    },
    async close() {
      await client.close()
      await demo.stop()
    },
  }
}
