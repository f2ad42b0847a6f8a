import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTikTokShopSandbox, type TikTokShopSandbox } from '../../sandbox/tiktok-shop/app.ts'
import { SHOPS } from '../../sandbox/tiktok-shop/catalogue.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET, DEMO_SERVICE_ID } from '../../sandbox/tiktok-shop/options.ts'
import { createHttpClient } from '../../src/adapters/http/client.ts'
import type {
  AppSession,
  CheckId,
  Grant,
  MarketplaceAdapter,
  RemoteListing,
  ShopSession,
} from '../../src/adapters/contract.ts'
import { tiktokShop } from '../../src/adapters/marketplaces/tiktok-shop/index.ts'

const [SHOP, SECOND, OTHER] = SHOPS.map((shop) => shop.id) as [string, string, string]
const CREDENTIALS = { appKey: DEMO_APP_KEY, appSecret: DEMO_APP_SECRET, serviceId: DEMO_SERVICE_ID }
const DAY = 86_400_000

let sandbox: TikTokShopSandbox
let adapter: MarketplaceAdapter
let app: AppSession
let client: ReturnType<typeof createHttpClient>

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

type Json = Record<string, unknown>

async function control(method: string, path: string, body?: unknown): Promise<Json> {
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

const fault = (kind: string, more: Json = {}): Promise<Json> => control('POST', '/faults', { kind, ...more })

async function consent(shopId: string): Promise<readonly Grant[]> {
  const { code } = await control('POST', '/authorize', { shop_id: shopId })
  return adapter.authorize.exchange(app, { code: String(code), state: 'ignored', locale: 'id' })
}

async function connect(shopId = SHOP): Promise<ShopSession> {
  const grant = (await consent(shopId)).find((each) => each.externalShopId === shopId)!
  return { ...app, shop: { externalId: shopId, accessToken: grant.accessToken, details: grant.details } }
}

async function allListings(session: ShopSession): Promise<RemoteListing[]> {
  const all: RemoteListing[] = []
  for (let cursor: string | null = null; ;) {
    const page = await adapter.products!.list(session, { cursor })
    all.push(...page.items)
    if (page.next === null) return all
    cursor = page.next
  }
}

async function buy(
  sku: string,
  quantity: number,
  more: Json = {},
): Promise<{ sn: string; packageIds: string[] }> {
  const { order } = await control('POST', '/orders', { shop_id: SHOP, lines: [{ sku, quantity }], ...more })
  return order as { sn: string; packageIds: string[] }
}
const step = (sn: string, to: string): Promise<Json> => control('POST', `/orders/${sn}/advance`, { to })

describe('consent and tokens', () => {
  it('goes through the consent page to all shops of the seller', async () => {
    const url = adapter.authorize.consentUrl(app, { redirectUrl: 'https://ignored.test', state: 'st&1' })
    expect(await (await fetch(url)).text()).toContain('PT Rumah Nusantara')
    const form = {
      service_id: DEMO_SERVICE_ID,
      state: 'st&1',
      seller: '7010aaBBccDDkanal01',
      decision: 'approve',
    }
    const pressed = await fetch(`${sandbox.url}/open/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    })
    const back = new URL(pressed.headers.get('location')!)
    expect(back.searchParams.get('state')).toBe('st&1')
    const grants = await adapter.authorize.exchange(app, Object.fromEntries(back.searchParams))
    expect(grants.map((grant) => grant.externalShopId)).toEqual([SHOP, SECOND])
    expect(grants[0]!.details).toMatchObject({ region: 'ID' })
    expect(grants[0]!.accessExpiresAt.getTime()).toBeGreaterThan(Date.now() + 6.9 * DAY)
    await expect(
      adapter.authorize.exchange(app, Object.fromEntries(back.searchParams)),
    ).rejects.toMatchObject({
      reason: 'token_expired',
      providerCode: '36004004',
    })
  })

  it('tells a refusal from a broken callback', async () => {
    await expect(
      adapter.authorize.exchange(app, { code: 'null', error: 'auth_denied' }),
    ).rejects.toMatchObject({
      kind: 'permanent',
      explanation: { why: { id: 'Izin ditolak di halaman persetujuan.' } },
    })
  })

  it('refreshes, and says when there is no authorisation left', async () => {
    const [grant] = await consent(OTHER)
    const again = await adapter.authorize.refresh(app, { ...grant!, refreshToken: grant!.refreshToken })
    expect(again.accessToken).not.toBe(grant!.accessToken)
    expect(again.details).toEqual(grant!.details)
    await control('POST', '/revoke', { shop_id: OTHER })
    await expect(
      adapter.authorize.refresh(app, { ...again, refreshToken: again.refreshToken }),
    ).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('tells expired, revoked and foreign apart', async () => {
    const session = await connect(OTHER)
    await control('POST', '/tokens/expire', { shop_id: OTHER })
    await expect(adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_expired' })
    await control('POST', '/revoke', { shop_id: OTHER })
    await expect(adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_revoked' })
    const mine = await connect()
    const theirs = { ...mine, shop: { ...mine.shop, details: session.shop.details } }
    await expect(adapter.stock!.locations!(theirs)).rejects.toMatchObject({
      kind: 'auth',
      providerCode: '101000',
    })
  })
})

describe('checks', () => {
  const run = (id: CheckId, session: AppSession & { shop?: ShopSession['shop'] }) =>
    adapter.checks.find((check) => check.id === id)!.run(session)

  it('passes on a healthy shop, and without one where none is needed', async () => {
    const session = await connect()
    for (const { id, needsShop } of adapter.checks) {
      const fact = await run(id, session)
      if (id === 'shop') expect(fact?.id).toBe('Rumah Nusantara')
      if (!needsShop) await run(id, app)
    }
  })

  it.each([
    ['secret_rotated', 'signature', 'signature_mismatch', ['appSecret']],
    ['app_key_unknown', 'signature', 'wrong_environment', ['appKey']],
    ['ip_undeclared', 'signature', 'ip_not_allowlisted', []],
    ['clock_skew', 'signature', 'clock_skew', []],
    ['http_503', 'address', 'http_5xx_provider_down', []],
    ['revoked', 'token', 'token_revoked', []],
    ['expired_token', 'token', 'token_expired', []],
    ['scope_missing', 'scope', 'http_403_missing_scope', []],
    ['html_error', 'scope', 'unexpected_response', []],
    ['foreign_cipher', 'scope', 'token_revoked', []],
    ['wrong_region', 'token', 'wrong_region', []],
  ] as const)('finds %s in the step %s', async (kind, id, reason, fields) => {
    const session = await connect()
    await fault(kind)
    await expect(run(id, session)).rejects.toMatchObject({ reason, fields })
  })

  it('refuses the consent of a seller of another region', async () => {
    await fault('wrong_region')
    await expect(consent(SHOP)).rejects.toMatchObject({ kind: 'permission', reason: 'wrong_region' })
  })

  it('leaves a permission that is missing for the list of shops to the step about permissions', async () => {
    const session = await connect()
    await fault('scope_missing', { path: '/authorization/202309/shops' })
    for (const id of ['signature', 'token'] as const) await run(id, session)
    await expect(run('scope', session)).rejects.toMatchObject({ reason: 'http_403_missing_scope' })
  })

  it('finds swapped key and secret, a wrong clock, and a suspended shop', async () => {
    const swapped = { ...app, credentials: { ...CREDENTIALS, appSecret: '0000000000aaaaaaaaaa' } }
    await expect(run('signature', swapped)).rejects.toMatchObject({ reason: 'signature_mismatch' })
    const late = { ...app, now: () => new Date(Date.now() - 400_000) }
    await expect(run('clock', late)).rejects.toMatchObject({ reason: 'clock_skew' })
    await expect(run('signature', late)).rejects.toMatchObject({ reason: 'clock_skew' })
    const session = await connect(OTHER)
    await control('POST', '/shops', { shop_id: OTHER, active: false })
    for (const id of ['signature', 'token', 'scope'] as const) await run(id, session)
    await expect(run('shop', session)).rejects.toMatchObject({ reason: 'account_suspended' })
    await control('POST', '/shops', { shop_id: OTHER, active: true })
  })
})

describe('products, stock and prices', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  it('lists every SKU once, with storefronts and exact ids', async () => {
    const listings = await allListings(session)
    const shop = sandbox.state.shops.get(SHOP)!
    const skus = [...shop.products.values()].flatMap((product) => product.skus.map((sku) => sku.id))
    expect(listings.map((each) => each.externalVariantId).sort()).toEqual(skus.sort())
    expect(Number(listings[0]!.externalItemId)).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
    const of = (sku: string) => listings.find((each) => each.sellerSku === sku)!
    expect(of('KOPI-GAYO-200-BJ')).toMatchObject({
      status: 'live',
      variantName: '200 g, Biji',
      description: 'Kopi arabika Gayo, panen tunggal.',
      price: { amount: 69_500, currency: 'IDR' },
      surfaces: [
        { surface: 'tiktok_shop', status: 'live' },
        { surface: 'tokopedia', status: 'live' },
      ],
    })
    expect(of('KOPI-LAMPUNG-1000')).toMatchObject({
      status: 'live',
      surfaces: [{ surface: 'tokopedia', status: 'live' }],
    })
    expect(of('TAPLAK-RAJUT').status).toBe('unlisted')
    expect(of('MADU-HUTAN').status).toBe('blocked')
  })

  it('reads single products and leaves unknown ones out', async () => {
    const [first] = await allListings(session)
    const found = await adapter.products!.get(session, ['999', first!.externalItemId])
    expect(new Set(found.map((each) => each.externalItemId))).toEqual(new Set([first!.externalItemId]))
  })

  it('writes one total over several warehouses, and reports each refusal by itself', async () => {
    const listings = await allListings(session)
    const spread = listings.find((each) => each.sellerSku === 'KOPI-GAYO-200-BJ')!
    const hidden = listings.find((each) => each.sellerSku === 'TAPLAK-RAJUT')!
    const promoted = listings.find((each) => each.sellerSku === 'KOPI-GAYO-500-BJ')!
    await control('POST', '/promotions', { shop_id: SHOP, sku: 'KOPI-GAYO-500-BJ', reserved: 20 })
    const results = await adapter.stock!.set(session, [
      { ...spread, quantity: 33 },
      { ...promoted, quantity: 5 },
      { ...hidden, quantity: 4 },
      { externalItemId: spread.externalItemId, externalVariantId: '12345', quantity: 1 },
      { externalItemId: '777', externalVariantId: '778', quantity: 1 },
    ])
    const outcome = (id: string) => results.find((each) => each.externalVariantId === id)!
    expect(outcome(spread.externalVariantId)).toMatchObject({ ok: true, quantity: 33 })
    expect(outcome(promoted.externalVariantId)).toMatchObject({
      ok: false,
      error: { providerCode: '12052393' },
    })
    expect(outcome(hidden.externalVariantId)).toMatchObject({
      ok: false,
      error: { providerCode: '12052901' },
    })
    expect(outcome('12345').ok).toBe(false)
    expect(outcome('778').ok).toBe(false)
    const [now] = (await adapter.products!.get(session, [spread.externalItemId])).filter(
      (each) => each.sellerSku === 'KOPI-GAYO-200-BJ',
    )
    expect(now!.quantity).toBe(33)
    expect(
      sandbox.state.findSku(sandbox.state.shops.get(SHOP)!, { sellerSku: 'KOPI-GAYO-200-BJ' })!.sku.shelves
        .size,
    ).toBe(2)
    await control('POST', '/promotions', { shop_id: SHOP, sku: 'KOPI-GAYO-500-BJ', reserved: 0 })
    expect((await adapter.stock!.locations!(session)).map((place) => place.isDefault)).toEqual([true, false])
  })

  it('repeats an absolute write after an unclear answer, and throws when nothing was decided', async () => {
    const listing = (await allListings(session)).find((each) => each.sellerSku === 'SAMBAL-MATAH')!
    await fault('timeout_after_write', { path: 'inventory/update', count: 1 })
    expect(await adapter.stock!.set(session, [{ ...listing, quantity: 9 }])).toMatchObject([
      { ok: true, quantity: 9 },
    ])
    await fault('expired_token')
    await expect(adapter.stock!.set(session, [{ ...listing, quantity: 8 }])).rejects.toMatchObject({
      reason: 'token_expired',
    })
  })

  it('surfaces part of a batch that failed', async () => {
    const gayo = (await allListings(session)).filter((each) => each.sellerSku.startsWith('KOPI-GAYO'))
    await fault('partial_failure', { count: 1 })
    const results = await adapter.stock!.set(
      session,
      gayo.map((each) => ({ ...each, quantity: 40 })),
    )
    expect(results.filter((each) => !each.ok)).toMatchObject([{ error: { kind: 'transient' } }])
    expect(results.filter((each) => each.ok)).toHaveLength(gayo.length - 1)
  })

  it('sets prices', async () => {
    const listing = (await allListings(session)).find((each) => each.sellerSku === 'SAMBAL-MATAH')!
    const ok = await adapter.prices!.set(session, [
      { ...listing, price: { amount: 34_500, currency: 'IDR' } },
    ])
    expect(ok).toMatchObject([{ ok: true }])
    const bad = await adapter.prices!.set(session, [{ ...listing, price: { amount: 50, currency: 'IDR' } }])
    expect(bad).toMatchObject([{ ok: false, error: { providerCode: '12052073' } }])
    expect((await adapter.products!.get(session, [listing.externalItemId]))[0]!.price.amount).toBe(34_500)
  })

  it('hides and shows on one storefront or on all', async () => {
    const { externalItemId } = (await allListings(session)).find(
      (each) => each.sellerSku === 'KERIPIK-TEMPE',
    )!
    const surfaces = async () =>
      (await adapter.products!.get(session, [externalItemId]))[0]!.surfaces!.map((each) => each.status)
    const toggle = (live: boolean, on?: string[]) =>
      adapter.products!.setLive!(session, [{ externalItemId, live, ...(on ? { surfaces: on } : {}) }])
    expect(await toggle(false, ['tokopedia'])).toEqual([{ externalItemId, ok: true }])
    expect(await surfaces()).toEqual(['live', 'live'].map((_, at) => (at === 0 ? 'live' : 'unlisted')))
    await toggle(false)
    expect(await surfaces()).toEqual(['unlisted', 'unlisted'])
    await toggle(true)
    expect(await surfaces()).toEqual(['live', 'live'])
    expect(
      await adapter.products!.setLive!(session, [{ externalItemId: '31337', live: true }]),
    ).toMatchObject([{ ok: false }])
  })

  it('publishes with a picture and edits only what is named', async () => {
    const { publishing } = adapter.products!
    const uri = await publishing!.uploadImage(session, {
      body: Buffer.from('png'),
      contentType: 'image/png',
      fileName: 'a.png',
    })
    const draft = {
      title: 'Kopi Flores Bajawa Sangrai Medium 200 g',
      description: 'Baris satu\nBaris dua & tiga',
      categoryId: '700437',
      brandId: null,
      imageRefs: [uri],
      weightGrams: 250,
      packageCm: { length: 10, width: 8, height: 20 },
      condition: 'new' as const,
      attributes: {},
      variants: ['Biji', 'Bubuk'].map((value) => ({
        sellerSku: `FLORES-${value}`,
        options: { Gilingan: value },
        price: { amount: 70_000, currency: 'IDR' },
        quantity: 5,
        imageRef: uri,
      })),
    }
    await fault('timeout_after_write', { path: '/product/202309/products', count: 1 })
    const { externalItemId } = await publishing!.create(session, draft)
    const made = [...sandbox.state.shops.get(SHOP)!.products.values()].filter(
      (each) => each.title === draft.title,
    )
    expect(made).toHaveLength(1)
    await publishing!.update(session, { externalItemId, title: 'Kopi Flores Bajawa Sangrai Medium Baru' })
    const [listing] = await adapter.products!.get(session, [externalItemId])
    expect(listing).toMatchObject({
      title: 'Kopi Flores Bajawa Sangrai Medium Baru',
      description: 'Baris satu\nBaris dua & tiga',
      variantName: 'Biji',
      quantity: 5,
    })
    await expect(publishing!.create(session, { ...draft, title: 'Pendek' })).rejects.toMatchObject({
      providerCode: '12052051',
    })
  })
})

describe('orders', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  it('folds units, tells the storefront, and lists every order once under insertions', async () => {
    const toko = await buy('KOPI-GAYO-200-BJ', 3, { platform: 'TOKOPEDIA', message: 'Bungkus kado' })
    const shop = await buy('RENDANG-250', 1)
    const [order] = await adapter.orders!.get(session, [toko.sn, '404'])
    expect(order).toMatchObject({
      externalOrderId: toko.sn,
      status: 'to_ship',
      salesSurface: 'tokopedia',
      externalPackageIds: toko.packageIds,
      buyer: { note: 'Bungkus kado' },
      lines: [{ sellerSku: 'KOPI-GAYO-200-BJ', quantity: 3, cancelledQuantity: 0 }],
    })
    expect(order!.total.amount).toBeGreaterThan(3 * 69_500)
    expect((await adapter.orders!.get(session, [shop.sn]))[0]!.salesSurface).toBe('tiktok_shop')
    for (let at = 0; at < 120; at += 1)
      await buy('DRIP-BAG-10', 1).catch(() =>
        control('POST', '/stock', { shop_id: SHOP, sku: 'DRIP-BAG-10', stock: 99 }),
      )
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY) }
    const seen: string[] = []
    for (let cursor: string | null = null; ;) {
      const page = await adapter.orders!.listUpdated(session, { ...window, cursor })
      seen.push(...page.items.map((each) => each.externalOrderId))
      await buy('KERIPIK-TEMPE', 1)
      if (page.next === null) break
      cursor = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(100)
    expect(seen).toContain(toko.sn)
  })

  it('keeps an unknown status raw, and line ids through a cancellation', async () => {
    const { sn } = await buy('RENDANG-250', 2)
    await fault('unknown_order_status', { count: 1 })
    const [strange] = await adapter.orders!.get(session, [sn])
    expect(strange).toMatchObject({ status: 'unknown', rawStatus: 'AWAITING_MOON_LANDING' })
    await adapter.orders!.cancellation!.cancel(session, {
      externalOrderId: sn,
      reasonCode: 'seller_cancel_reason_out_of_stock',
      externalLineIds: [],
    })
    const [cancelled] = await adapter.orders!.get(session, [sn])
    expect(cancelled).toMatchObject({ status: 'cancelled', lines: [{ quantity: 2, cancelledQuantity: 2 }] })
    expect(cancelled!.lines[0]!.externalLineId).toBe(strange!.lines[0]!.externalLineId)
  })

  it('cancels unpaid orders with the reason of that state, and refuses shipped ones', async () => {
    const { sn } = await buy('RENDANG-250', 1, { paid: false })
    const input = { externalOrderId: sn, reasonCode: 'seller_cancel_reason_wrong_price', externalLineIds: [] }
    await adapter.orders!.cancellation!.cancel(session, input)
    const shipped = await buy('RENDANG-250', 1)
    await step(shipped.sn, 'arrange')
    await expect(
      adapter.orders!.cancellation!.cancel(session, { ...input, externalOrderId: shipped.sn }),
    ).rejects.toMatchObject({ providerCode: '25001003' })
  })

  it('answers a buyer who wants to cancel', async () => {
    const { sn } = await buy('RENDANG-250', 1)
    const answer = adapter.orders!.cancellation!.answer!
    await expect(answer(session, { externalOrderId: sn, accept: true })).rejects.toMatchObject({
      kind: 'permanent',
    })
    await step(sn, 'request_cancel')
    expect((await adapter.orders!.get(session, [sn]))[0]).toMatchObject({
      status: 'cancel_requested',
      rawStatus: 'AWAITING_SHIPMENT/BUYER_REQUEST_CANCEL',
    })
    await answer(session, { externalOrderId: sn, accept: false })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('to_ship')
    await step(sn, 'request_cancel')
    await answer(session, { externalOrderId: sn, accept: true })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('cancelled')
  })

  it('breaks a price down', async () => {
    const { sn } = await buy('RENDANG-250', 2)
    const detail = await adapter.orders!.priceDetail!(session, sn)
    const [order] = await adapter.orders!.get(session, [sn])
    expect(detail.total).toEqual(order!.total)
    expect(detail.items.find((item) => item.code === 'subtotal')!.amount.amount).toBe(
      order!.lines[0]!.unitPrice.amount * 2,
    )
  })
})

describe('parcels', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  it('ships once although the answer was lost, and fetches the label', async () => {
    const { sn, packageIds } = await buy('SARUNG-TENUN', 1)
    const ref = { externalOrderId: sn, externalPackageId: packageIds[0]! }
    const logistics = adapter.logistics!
    const options = await logistics.options(session, ref)
    expect(options.methods).toEqual(['pickup', 'dropoff'])
    expect(options.pickupAddresses[0]!.slots).toHaveLength(2)
    expect(await logistics.label(session, ref)).toMatchObject({ state: 'failed', providerCode: '21023035' })
    await fault('timeout_after_write', { path: '/ship', count: 1 })
    await logistics.arrange(session, {
      ...ref,
      method: 'pickup',
      slotId: options.pickupAddresses[0]!.slots[0]!.id,
    })
    await logistics.arrange(session, { ...ref, externalPackageId: '', method: 'pickup' })
    await fault('label_pending', { count: 1 })
    expect(await logistics.label(session, ref)).toMatchObject({ state: 'processing' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const label = await logistics.label(session, { externalOrderId: sn, externalPackageId: '' })
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    if (label.state === 'ready') expect(Buffer.from(label.body).toString('latin1')).toMatch(/^%PDF-/)
    await step(sn, 'ship')
    const tracking = await logistics.tracking(session, ref)
    expect(tracking.trackingNumber).toMatch(/^JX\d+$/)
    expect(tracking.events.map((event) => event.description)).toContain('Paket diambil kurir')
    expect(Math.abs(tracking.events[0]!.at.getTime() - Date.now())).toBeLessThan(10_000)
  })

  it("uses the seller's own courier by name", async () => {
    const { sn, packageIds } = await buy('RENDANG-250', 1, { channel_id: '7091234567890123409' })
    const ref = { externalOrderId: sn, externalPackageId: packageIds[0]! }
    expect(await adapter.logistics!.options(session, ref)).toMatchObject({ methods: ['own_courier'] })
    const own = { ...ref, method: 'own_courier' as const, trackingNumber: 'PX123' }
    await expect(adapter.logistics!.arrange(session, { ...own, courier: 'Nobody' })).rejects.toMatchObject({
      kind: 'permanent',
    })
    await adapter.logistics!.arrange(session, { ...own, courier: 'paxel' })
    expect((await adapter.orders!.get(session, [sn]))[0]).toMatchObject({
      status: 'arranged',
      trackingNumber: 'PX123',
      courier: 'Paxel',
    })
  })

  it('divides an order by its lines and ships the parcels one by one', async () => {
    const { order } = await control('POST', '/orders', {
      shop_id: SHOP,
      lines: [
        { sku: 'BATIK-KAWUNG-M', quantity: 2 },
        { sku: 'BATIK-KAWUNG-L', quantity: 1 },
      ],
    })
    const { sn } = order as { sn: string }
    const [before] = await adapter.orders!.get(session, [sn])
    const parcels = await adapter.logistics!.split!(session, {
      externalOrderId: sn,
      packages: before!.lines.map((line) => [line.externalLineId]),
    })
    expect(parcels).toHaveLength(2)
    await adapter.logistics!.arrange(session, { ...parcels[0]!, method: 'pickup' })
    const [after] = await adapter.orders!.get(session, [sn])
    expect(after).toMatchObject({ status: 'to_ship', rawStatus: 'PARTIALLY_SHIPPING' })
    expect(after!.lines.map((line) => line.externalLineId)).toEqual(
      before!.lines.map((line) => line.externalLineId),
    )
    await adapter.logistics!.arrange(session, { ...parcels[1]!, method: 'pickup' })
    expect((await adapter.orders!.get(session, [sn]))[0]!.status).toBe('arranged')
  })

  it('combines orders of one buyer', async () => {
    const orders: { externalOrderId: string; externalPackageId: string }[] = []
    for (let at = 0; at < 12; at += 1) {
      const { sn, packageIds } = await buy('KERIPIK-TEMPE', 1, {
        buyer_name: 'Ibu Tetangga',
        channel_id: '7091234567890123401',
      })
      orders.push({ externalOrderId: sn, externalPackageId: packageIds[0]! })
    }
    const cities = new Map<string, typeof orders>()
    for (const each of orders) {
      const { city } = sandbox.state.findOrder(each.externalOrderId)!.order
      cities.set(city, [...(cities.get(city) ?? []), each])
    }
    const together = [...cities.values()].find((each) => each.length > 1)!
    const combined = await adapter.logistics!.combine!(session, together)
    expect(new Set(combined.map((each) => each.externalPackageId)).size).toBe(1)
    expect(combined.map((each) => each.externalOrderId).sort()).toEqual(
      together.map((each) => each.externalOrderId).sort(),
    )
    const apart = [...cities.values()].slice(0, 2).map((each) => each[0]!)
    await expect(adapter.logistics!.combine!(session, apart)).rejects.toMatchObject({ kind: 'permanent' })
  })
})

/** Resolves when no webhook is on its way (repeats that wait for their time do not count). */
async function delivered(): Promise<void> {
  for (let at = 0; at < 200; at += 1) {
    if (!sandbox.state.pushes.list(500).some((push) => push.state === 'waiting')) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await sandbox.state.pushes.idle()
}

describe('returns and statements', () => {
  let session: ShopSession
  beforeAll(async () => {
    session = await connect()
  })

  async function handedOver(sku: string, quantity: number): Promise<string> {
    const { sn } = await buy(sku, quantity)
    for (const to of ['arrange', 'ship', 'deliver']) await step(sn, to)
    return sn
  }

  it('reads a return of some units under the line they were folded into, and accepts it twice over', async () => {
    const sn = await handedOver('KOPI-TORAJA-200', 3)
    await control('POST', '/returns', { order_id: sn, units: 2 })
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY), cursor: null }
    const listed = await adapter.returns!.listUpdated(session, window)
    const found = await adapter.returns!.get(
      session,
      listed.items.map((each) => each.externalReturnId),
    )
    const mine = found.find((each) => each.externalOrderId === sn)!
    const [order] = await adapter.orders!.get(session, [sn])
    expect(mine).toMatchObject({
      status: 'requested',
      refundOnly: false,
      lines: [
        {
          externalLineId: order!.lines[0]!.externalLineId,
          quantity: 2,
          externalItemId: order!.lines[0]!.externalItemId,
        },
      ],
    })
    expect(mine.refund.amount).toBe(order!.lines[0]!.unitPrice.amount * 2)
    expect(mine.respondBy).not.toBeNull()
    const input = { externalReturnId: mine.externalReturnId }
    const status = async () => (await adapter.returns!.get(session, [mine.externalReturnId]))[0]!.status
    await adapter.returns!.accept(session, input)
    expect(await status()).toBe('accepted')
    await step(sn, 'send_back')
    expect(await status()).toBe('in_transit')
    await adapter.returns!.accept(session, input)
    expect(await status()).toBe('refunded')
    await expect(adapter.returns!.accept(session, input)).rejects.toMatchObject({ kind: 'permanent' })
  })

  it('rejects with one of the reasons the platform accepts', async () => {
    const sn = await handedOver('KOPI-TORAJA-200', 1)
    await step(sn, 'refund')
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY), cursor: null }
    const { items } = await adapter.returns!.listUpdated(session, window)
    const all = await adapter.returns!.get(
      session,
      items.map((each) => each.externalReturnId),
    )
    const { externalReturnId } = all.find((each) => each.externalOrderId === sn)!
    const reasons = await adapter.returns!.reasons!(session, { externalReturnId })
    expect(reasons.length).toBeGreaterThan(1)
    await expect(
      adapter.returns!.reject!(session, { externalReturnId, reasonId: 'because', note: '' }),
    ).rejects.toMatchObject({ providerCode: '25001014' })
    await adapter.returns!.reject!(session, {
      externalReturnId,
      reasonId: reasons[0]!.id,
      note: 'Sudah sesuai',
    })
    expect((await adapter.returns!.get(session, [externalReturnId]))[0]!.status).toBe('rejected')
  })

  it('settles completed orders to the rupiah', async () => {
    const sn = await handedOver('KOPI-TORAJA-500', 1)
    await step(sn, 'complete')
    await control('POST', '/clock', { skewSeconds: 2 * 86_400 })
    const window = { from: new Date(Date.now() - DAY), to: new Date(Date.now() + 3 * DAY) }
    const settlements = []
    for (let cursor: string | null = null; ;) {
      const page = await adapter.finance!.list(session, { ...window, cursor })
      settlements.push(...page.items)
      if (page.next === null) break
      cursor = page.next
    }
    await control('POST', '/clock', { skewSeconds: 0 })
    const mine = settlements.find((each) => each.externalOrderId === sn)!
    expect(mine.items.map((item) => item.code)).toEqual([
      'actual_shipping_fee_amount',
      'customer_paid_shipping_fee_amount',
      'platform_commission_amount',
      'sfp_service_fee_amount',
    ])
    for (const each of settlements) {
      expect(each.gross.amount + each.items.reduce((sum, item) => sum + item.amount.amount, 0)).toBe(
        each.net.amount,
      )
    }
  })
})

describe('webhooks', () => {
  let server: Server
  const received: { headers: Record<string, string>; rawBody: Buffer }[] = []
  let answer = (): number => 200
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, rawBody: Buffer.concat(chunks) })
        response.writeHead(answer()).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await connect()
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/tiktok-shop/1`
    await control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: url })
  })
  afterAll(async () => {
    await control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: '' })
    await new Promise((resolve) => server.close(resolve))
  })

  const verified = (at: number) => adapter.webhook.verify({ url: 'x', ...received[at]! }, CREDENTIALS)

  it('verifies and reads what the platform sends, ids beyond 2^53 included', async () => {
    received.length = 0
    const { sn } = await buy('RENDANG-250', 1)
    const { externalItemId } = (await allListings(await connect())).find(
      (each) => each.sellerSku === 'RENDANG-250',
    )!
    await control('POST', '/pushes', { code: 5, shop_id: SHOP, data: { product_id: 0 } })
    await delivered()
    expect(received.every((_, at) => verified(at))).toBe(true)
    const parsed = received.map((each) => adapter.webhook.parse(each.rawBody))
    expect(parsed).toContainEqual(
      expect.objectContaining({
        topic: 'order_status_change',
        externalShopId: SHOP,
        hints: [{ kind: 'order', externalOrderId: sn }],
      }),
    )
    const session = await connect()
    await delivered()
    received.length = 0
    await adapter.products!.setLive!(session, [{ externalItemId, live: true }])
    await delivered()
    expect(adapter.webhook.parse(received.at(-1)!.rawBody).hints).toEqual([
      { kind: 'listing', externalItemId },
    ])
  })

  it('recognises a forged one, and the same one sent twice', async () => {
    await delivered()
    received.length = 0
    await fault('push_bad_signature', { count: 1 })
    await buy('RENDANG-250', 1, { paid: false })
    await delivered()
    expect(received.map((_, at) => verified(at))).toEqual([false])
    received.length = 0
    await fault('push_duplicate', { count: 1 })
    await buy('KERIPIK-TEMPE', 1, { paid: false })
    await delivered()
    const ids = received.map((each) => adapter.webhook.parse(each.rawBody).eventId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('is sent again until it is acknowledged', async () => {
    await delivered()
    received.length = 0
    answer = () => (received.length < 3 ? 500 : 200)
    await buy('KERIPIK-TEMPE', 1, { paid: false })
    for (let at = 0; at < 5; at += 1) await control('POST', '/pushes/flush-retries', {})
    answer = () => 200
    expect(received.length).toBeGreaterThanOrEqual(3)
    expect(new Set(received.map((each) => each.rawBody.toString())).size).toBe(1)
  })

  it('tells that the seller has withdrawn the consent', async () => {
    await delivered()
    received.length = 0
    await control('POST', '/revoke', { shop_id: SHOP })
    await delivered()
    const parsed = received.map((each) => adapter.webhook.parse(each.rawBody))
    expect(parsed.map((each) => each.externalShopId).sort()).toEqual([SHOP, SECOND].sort())
    expect(parsed[0]!.hints).toEqual([{ kind: 'authorization', change: 'revoked' }])
    await connect()
  })
})

describe('trouble', () => {
  it('waits out limits and outages on reads, and never repeats a token call', async () => {
    const session = await connect()
    await fault('http_429', { count: 1 })
    await fault('internal_error', { count: 1 })
    await expect(adapter.shop.info(session)).resolves.toMatchObject({
      name: 'Rumah Nusantara',
      status: 'active',
    })
    const [grant] = await consent(OTHER)
    await fault('internal_error', { path: 'token/refresh', count: 1 })
    await expect(
      adapter.authorize.refresh(app, { ...grant!, refreshToken: grant!.refreshToken }),
    ).rejects.toMatchObject({
      kind: 'transient',
    })
  })

  it('ends when aborted', async () => {
    const session = await connect()
    await fault('hang', { count: 1 })
    const signal = AbortSignal.timeout(80)
    await expect(adapter.shop.info({ ...session, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('keeps secrets out of the log of calls', async () => {
    await consent(OTHER)
    const log = JSON.stringify(await control('GET', '/requests?limit=500'))
    expect(log).not.toContain(DEMO_APP_SECRET)
    expect(log).toContain('/api/v2/token/get')
  })
})
