import { createHmac } from 'node:crypto'
import { afterAll, describe, it } from 'vitest'
import { startLazadaSandbox } from '../../sandbox/lazada/app.ts'
import * as lazadaDemo from '../../sandbox/lazada/options.ts'
import { startShopeeSandbox } from '../../sandbox/shopee/app.ts'
import * as shopeeDemo from '../../sandbox/shopee/options.ts'
import { startTikTokShopSandbox } from '../../sandbox/tiktok-shop/app.ts'
import { SHOPS } from '../../sandbox/tiktok-shop/catalogue.ts'
import * as tiktok from '../../sandbox/tiktok-shop/options.ts'
import {
  describeConformance,
  rewritingSend,
  type FaultFinding,
  type FaultName,
  type StandIn,
} from '../../src/adapters/conformance/index.ts'
import type { MarketplaceAdapter, ShopSession } from '../../src/adapters/contract.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import { lazada } from '../../src/adapters/marketplaces/lazada/index.ts'
import { shopee } from '../../src/adapters/marketplaces/shopee/index.ts'
import { tiktokShop } from '../../src/adapters/marketplaces/tiktok-shop/index.ts'

const SKU = 'DRIP-BAG-10'
const PLENTY = 5_000
const THREE_HOURS_MS = 3 * 3_600_000

type Finding = Omit<FaultFinding, 'session'>
type Json = Record<string, unknown>

interface Setup {
  adapter: MarketplaceAdapter
  credentials: Readonly<Record<string, string>>
  url: string
  controlUrl: string
  /** As the control API wants it: a number, or text where ids are text. */
  shopId: number | string
  /** The query the marketplace calls back with. */
  callback(code: string): Record<string, string>
  ordersOverOnePage: number
  unknownStatus: string
  partialFailure?: string
  bigItem?: StandIn['bigItem']
  /** The stand-in's own fault, or what to do or to change in the session; and what must be found. */
  faults: Readonly<Record<FaultName, [fault: Fault, found: Finding]>>
  /** Ends what faults set besides the list of faults. */
  mend?(control: Control): Promise<unknown>
}
type Fault = string | ((session: ShopSession, control: Control) => ShopSession | Promise<unknown>)
type Control = (path: string, body: Json) => Promise<Json>

const found = (check: Finding['check'], cause: Finding['cause'], ...fields: string[]): Finding => ({
  check,
  cause,
  fields,
})
const withCredential = (key: string, value: string) => (session: ShopSession) => ({
  ...session,
  credentials: { ...session.credentials, [key]: value },
})
const wrongClock = (session: ShopSession): ShopSession => ({
  ...session,
  now: () => new Date(Date.now() - THREE_HOURS_MS),
})
/** What a proxy or a moved address answers; the stand-in's own page is the one that turns addresses away. */
const pageForPeople = (session: ShopSession): ShopSession => ({
  ...session,
  async send(request) {
    const answer = await session.send(request)
    return { ...answer, status: 200, body: Buffer.from('<!doctype html><title>Maintenance</title>') }
  },
})
const onlyAt =
  (kind: string, path: string): Fault =>
  (_session, control) =>
    control('/faults', { kind, path })
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

/** Binds a running stand-in to the kit through its control API, which is the same for all of them. */
function standInOf(setup: Setup): StandIn {
  const { adapter, credentials, url, shopId } = setup
  const client = createHttpClient({ allowedLocalOrigins: [url] })
  afterAll(() => client.close())
  const control: Control = async (path, body) => {
    const response = await fetch(`${setup.controlUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as Json
    if (!response.ok) throw new Error(`control ${path}: ${String(answer['error'])}`)
    return answer
  }
  const fault = (kind: string, more: Json = {}) => control('/faults', { kind, ...more })
  const app = () => ({
    environment: adapter.environments['local']!,
    credentials,
    send: client.send,
    now: () => new Date(),
  })
  return {
    app,
    sku: SKU,
    ordersOverOnePage: setup.ordersOverOnePage,
    async openShop() {
      const { code } = await control('/authorize', { shop_id: shopId })
      const grants = await adapter.authorize.exchange(app(), setup.callback(String(code)))
      const grant = grants.find((each) => each.externalShopId === String(shopId))!
      const { externalShopId: externalId, accessToken, details } = grant
      return { grant, session: { ...app(), shop: { externalId, accessToken, details } } }
    },
    async inject(name, session) {
      const [cause, finding] = setup.faults[name]
      if (typeof cause === 'string') await fault(cause)
      const changed = typeof cause === 'string' ? undefined : await cause(session, control)
      return { ...finding, session: isSession(changed) ? changed : session }
    },
    async heal() {
      await fetch(`${setup.controlUrl}/faults`, { method: 'DELETE' })
      await setup.mend?.(control)
      await control('/stock', { shop_id: shopId, sku: SKU, stock: PLENTY })
    },
    expireToken: async () => void (await control('/tokens/expire', { shop_id: shopId })),
    async placeOrder() {
      const { order } = await control('/orders', { shop_id: shopId, lines: [{ sku: SKU, quantity: 1 }] })
      return String((order as Json)['sn'])
    },
    async unknownStatus() {
      await fault('unknown_order_status')
      return setup.unknownStatus
    },
    ...(setup.partialFailure
      ? { partialFailure: async () => void (await fault(setup.partialFailure!, { count: 1 })) }
      : {}),
    ...(setup.bigItem ? { bigItem: setup.bigItem } : {}),
  }
}

const isSession = (value: unknown): value is ShopSession =>
  typeof value === 'object' && value !== null && 'credentials' in value

async function shopeeSetup(): Promise<Setup> {
  const sandbox = await startShopeeSandbox({ port: 0, timeScale: 0.001, refreshReplay: false })
  afterAll(() => sandbox.close())
  const shopId = 2214711701
  const adapter = shopee({ sandboxUrl: sandbox.url, pageSize: 7, settleMs: 20 })
  const { DEMO_PARTNER_ID: partner_id, DEMO_PARTNER_KEY: partnerKey } = shopeeDemo
  return {
    adapter,
    credentials: { partnerId: String(partner_id), partnerKey },
    ...{ url: sandbox.url, controlUrl: sandbox.controlUrl, shopId },
    callback: (code) => ({ code, shop_id: String(shopId) }),
    ordersOverOnePage: 20,
    unknownStatus: 'ON_HOLD_BY_SHOPEE',
    partialFailure: 'partial_failure',
    async bigItem(session) {
      const items = [...sandbox.state.shops.get(shopId)!.items.values()]
      const small = String(items.find((item) => item.units.length === 1)!.itemId)
      const big = '9007199254740993'
      return {
        session: { ...session, send: rewritingSend(session.send, { small, big }) },
        externalItemId: big,
      }
    },
    faults: {
      server_down: ['http_503', found('address', 'http_5xx_provider_down')],
      not_the_api: ['html_error', found('signature', 'unexpected_response')],
      clock_off: [wrongClock, found('clock', 'clock_skew')],
      wrong_secret: ['secret_rotated', found('signature', 'signature_mismatch', 'partnerKey')],
      unknown_app: [withCredential('partnerId', '999'), found('signature', 'wrong_environment', 'partnerId')],
      ip_not_listed: ['ip_undeclared', found('signature', 'ip_not_allowlisted')],
      token_expired: ['expired_token', found('token', 'token_expired')],
      consent_withdrawn: ['revoked', found('token', 'token_revoked')],
      scope_missing: [
        (_session, control) => control('/apps', { partner_id, denied_paths: ['/order/'] }),
        found('scope', 'http_403_missing_scope'),
      ],
      shop_closed: [
        async () => void (sandbox.state.shops.get(shopId)!.status = 'FROZEN'),
        found('shop', 'account_suspended'),
      ],
    },
    async mend(control) {
      sandbox.state.shops.get(shopId)!.status = 'NORMAL'
      await control('/apps', { partner_id, denied_paths: [] })
    },
  }
}

async function tiktokShopSetup(): Promise<Setup> {
  const sandbox = await startTikTokShopSandbox({
    port: 0,
    timeScale: 0.001,
    callsPerSecond: 10_000,
    refreshTokenDies: true,
  })
  afterAll(() => sandbox.close())
  const shopId = SHOPS[0]!.id
  const { DEMO_APP_KEY: appKey, DEMO_APP_SECRET: appSecret, DEMO_SERVICE_ID: serviceId } = tiktok
  const setActive = (active: boolean) => (control: Control) => control('/shops', { shop_id: shopId, active })
  return {
    adapter: tiktokShop({ sandboxUrl: sandbox.url }),
    credentials: { appKey, appSecret, serviceId },
    ...{ url: sandbox.url, controlUrl: sandbox.controlUrl, shopId },
    callback: (code) => ({ code }),
    ordersOverOnePage: 110,
    unknownStatus: 'AWAITING_MOON_LANDING',
    partialFailure: 'partial_failure',
    faults: {
      server_down: ['http_503', found('address', 'http_5xx_provider_down')],
      not_the_api: ['html_error', found('signature', 'unexpected_response')],
      clock_off: [wrongClock, found('clock', 'clock_skew')],
      wrong_secret: ['secret_rotated', found('signature', 'signature_mismatch', 'appSecret')],
      unknown_app: ['app_key_unknown', found('signature', 'wrong_environment', 'appKey')],
      ip_not_listed: ['ip_undeclared', found('signature', 'ip_not_allowlisted')],
      token_expired: ['expired_token', found('token', 'token_expired')],
      consent_withdrawn: ['revoked', found('token', 'token_revoked')],
      scope_missing: [onlyAt('scope_missing', '/orders/search'), found('scope', 'http_403_missing_scope')],
      shop_closed: [(_session, control) => setActive(false)(control), found('shop', 'account_suspended')],
    },
    mend: setActive(true),
  }
}

async function lazadaSetup(): Promise<Setup> {
  const sandbox = await startLazadaSandbox({ port: 0, timeScale: 0.001 })
  afterAll(() => sandbox.close())
  const shopId = 400614207711
  const setStatus = (status: string) => (control: Control) => control('/shops', { shop_id: shopId, status })
  return {
    adapter: lazada({ sandboxUrl: sandbox.url }),
    credentials: { appKey: String(lazadaDemo.DEMO_APP_KEY), appSecret: lazadaDemo.DEMO_APP_SECRET },
    ...{ url: sandbox.url, controlUrl: sandbox.controlUrl, shopId },
    callback: (code) => ({ code }),
    ordersOverOnePage: 110,
    unknownStatus: 'held_by_lazada',
    faults: {
      server_down: ['http_503', found('address', 'http_5xx_provider_down')],
      not_the_api: [pageForPeople, found('signature', 'unexpected_response')],
      clock_off: [wrongClock, found('clock', 'clock_skew')],
      wrong_secret: ['secret_rotated', found('signature', 'signature_mismatch', 'appSecret')],
      unknown_app: [withCredential('appKey', '999999'), found('signature', 'wrong_environment', 'appKey')],
      ip_not_listed: ['ip_not_whitelisted', found('signature', 'ip_not_allowlisted')],
      token_expired: ['expired_token', found('token', 'token_expired')],
      consent_withdrawn: ['not_subscribed', found('token', 'token_revoked')],
      scope_missing: [onlyAt('missing_permission', '/orders/get'), found('scope', 'http_403_missing_scope')],
      shop_closed: [
        (_session, control) => setStatus('INACTIVE')(control),
        found('shop', 'account_suspended'),
      ],
    },
    mend: setStatus('ACTIVE'),
  }
}

const message = (id: string, body: string, key: string, signed: string) => ({
  url: `https://kanal.example.id/webhooks/${id}/1`,
  headers: { 'content-type': 'application/json', authorization: hmac(key, signed) },
  rawBody: Buffer.from(body),
})
const standsIn = (setup: Setup) => ({ ...setup, standIn: standInOf(setup) })

describeConformance(
  {
    ...standsIn(await shopeeSetup()),
    webhook: {
      signatureHeader: 'authorization',
      signsUrl: true,
      message({ externalShopId, externalId }) {
        const body = `{"code":22,"shop_id":${externalShopId},"timestamp":1700000000,"data":{"item_id":${externalId},"item_name":"Kopi Gayo é"}}`
        const url = 'https://kanal.example.id/webhooks/shopee/1'
        return message('shopee', body, shopeeDemo.DEMO_PARTNER_KEY, `${url}|${body}`)
      },
    },
  },
  { describe, it },
)

describeConformance(
  {
    ...standsIn(await tiktokShopSetup()),
    webhook: {
      signatureHeader: 'authorization',
      signsUrl: false,
      message({ externalShopId, externalId }) {
        const body = `{"type":5,"tts_notification_id":"7","shop_id":"${externalShopId}","timestamp":1700000000,"data":{"product_id":${externalId},"name":"Kopi é"}}`
        return message('tiktok-shop', body, tiktok.DEMO_APP_SECRET, `${tiktok.DEMO_APP_KEY}${body}`)
      },
    },
  },
  { describe, it },
)

describeConformance(
  {
    ...standsIn(await lazadaSetup()),
    webhook: {
      signatureHeader: 'authorization',
      signsUrl: false,
      message({ externalShopId, externalId }) {
        const body = `{"seller_id":"${externalShopId}","message_type":0,"timestamp":1700000000,"site":"lazada_id","data":{"trade_order_id":${externalId},"order_status":"é"}}`
        return message('lazada', body, lazadaDemo.DEMO_APP_SECRET, `${lazadaDemo.DEMO_APP_KEY}${body}`)
      },
    },
  },
  { describe, it },
)
