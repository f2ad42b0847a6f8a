import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLazadaSandbox, type LazadaSandbox } from '../../sandbox/lazada/app.ts'
import type { FaultKind } from '../../sandbox/lazada/faultKinds.ts'
import { DEMO_APP_KEY, DEMO_APP_SECRET } from '../../sandbox/lazada/options.ts'
import { placeOrder } from '../../sandbox/lazada/orderLife.ts'
import { advanceOrder } from '../../sandbox/lazada/orderSteps.ts'
import type {
  AdapterError,
  AppSession,
  Grant,
  RemoteListing,
  ShopSession,
} from '../../src/adapters/contract.ts'
import { createHttpClient, type HttpClient } from '../../src/adapters/http/client.ts'
import { adjustLazadaStock, lazada } from '../../src/adapters/marketplaces/lazada/index.ts'

const SINGLE = 400614207711
const SEVERAL_WAREHOUSES = 400612339904
const CROSS_BORDER = 400618855230

let sandbox: LazadaSandbox
let http: HttpClient
let adapter: ReturnType<typeof lazada>
let app: AppSession
let shop: ShopSession

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

/** Goes through the consent page like a browser and hands the callback's query to the adapter. */
async function callbackQuery(sellerId: number, decision = 'approve'): Promise<Record<string, string>> {
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

async function consent(sellerId: number): Promise<Grant> {
  const [grant] = await adapter.authorize.exchange(app, await callbackQuery(sellerId))
  return grant!
}

const sessionOf = ({ externalShopId, accessToken, details }: Grant): ShopSession => ({
  ...app,
  shop: { externalId: externalShopId, accessToken, details },
})
const fault = (
  kind: FaultKind,
  more: { count?: number; path?: string; params?: Record<string, number> } = {},
) => sandbox.state.faults.add({ kind, count: 1, ...more })

async function allListings(session = shop): Promise<RemoteListing[]> {
  const listings: RemoteListing[] = []
  let cursor: string | null = null
  do {
    const page = await adapter.products!.list(session, { cursor })
    listings.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return listings
}

async function listingOf(sellerSku: string, session = shop): Promise<RemoteListing> {
  return (await allListings(session)).find((listing) => listing.sellerSku === sellerSku)!
}

const buy = (sku: string, quantity: number, paid = true) =>
  placeOrder(sandbox.state, { sellerId: SINGLE, lines: [{ sku, quantity }], paid })
const fetchOrder = async (id: string) => (await adapter.orders!.get(shop, [id]))[0]!

describe('authorisation', () => {
  it('takes a consent to tokens that work, once', async () => {
    const query = await callbackQuery(SINGLE)
    expect(query['state']).toBe('s-1')
    const [grant, ...others] = await adapter.authorize.exchange(app, query)
    expect(others).toEqual([])
    expect(grant).toMatchObject({
      externalShopId: String(SINGLE),
      details: { country: 'id', tokenCountry: 'id', seller_id: String(SINGLE) },
    })
    expect(grant!.accessExpiresAt.getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000)
    expect(grant!.refreshExpiresAt!.getTime() - Date.now()).toBeGreaterThan(179 * 86_400_000)
    await expect(adapter.authorize.exchange(app, query)).rejects.toMatchObject({
      providerCode: 'InvalidCode',
    })
  })

  it('refuses an account of another country', async () => {
    sandbox.state.faults.add({ kind: 'wrong_region', count: 1 })
    await expect(adapter.authorize.exchange(app, await callbackQuery(SINGLE))).rejects.toMatchObject({
      kind: 'permission',
      reason: 'wrong_region',
      message: 'Lazada token for SG, expected ID',
    })
  })

  it('refreshes, and a spent refresh token is refused', async () => {
    const grant = await consent(SINGLE)
    const input = {
      externalShopId: grant.externalShopId,
      refreshToken: grant.refreshToken,
      details: grant.details,
    }
    const next = await adapter.authorize.refresh(app, input)
    expect(next.details).toEqual(grant.details)
    expect(next.refreshToken).not.toBe(grant.refreshToken)
    await expect(adapter.shop.info(sessionOf(next))).resolves.toMatchObject({ name: 'Rumah Nusantara' })
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('takes the Indonesian seller of a cross-border account, and the others where they are wanted', async () => {
    expect((await consent(CROSS_BORDER)).details).toMatchObject({
      country: 'id',
      tokenCountry: 'cb',
      seller_sg: String(CROSS_BORDER + 1),
    })
    const wide = lazada({ sandboxUrl: sandbox.url, countries: ['id', 'sg', 'my', 'th', 'vn', 'ph'] })
    const grants = await wide.authorize.exchange(app, await callbackQuery(CROSS_BORDER))
    expect(grants.map((grant) => grant.details['country'])).toEqual(['id', 'sg', 'my', 'th', 'vn', 'ph'])
    const onlyThai = lazada({ sandboxUrl: sandbox.url, countries: ['th'] })
    await expect(onlyThai.authorize.exchange(app, await callbackQuery(SINGLE))).rejects.toMatchObject({
      reason: 'wrong_region',
    })
  })

  it('says when the seller refused', async () => {
    await expect(
      adapter.authorize.exchange(app, await callbackQuery(SINGLE, 'reject')),
    ).rejects.toMatchObject({
      providerCode: 'access_denied',
    })
  })

  it('says when the token cannot be renewed or the consent was withdrawn', async () => {
    const grant = await consent(SINGLE)
    const input = { externalShopId: grant.externalShopId, refreshToken: grant.refreshToken, details: {} }
    sandbox.state.apps.get(DEMO_APP_KEY)!.policy = 'ASA'
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({
      providerCode: 'AUTH_TYPE_UNSUPPORTED',
    })
    sandbox.state.apps.get(DEMO_APP_KEY)!.policy = 'ALA'
    sandbox.state.tokens.revoke(DEMO_APP_KEY, 'rumah@toko.test')
    await expect(adapter.authorize.refresh(app, input)).rejects.toMatchObject({ reason: 'token_revoked' })
  })
})

describe('test connection', () => {
  /** The first check that fails, and why; undefined when all pass. */
  const firstFailure = async (session: ShopSession): Promise<[string, string] | undefined> => {
    for (const check of adapter.checks) {
      try {
        await check.run(session)
      } catch (error) {
        return [check.id, (error as AdapterError).reason]
      }
    }
    return undefined
  }

  it('passes on a healthy shop', async () => {
    expect(await firstFailure(shop)).toBeUndefined()
  })

  it.each<[string, () => ShopSession | void, [string, string]]>([
    [
      'a wrong secret',
      () => ({ ...shop, credentials: { ...app.credentials, appSecret: 'x'.repeat(32) } }),
      ['signature', 'signature_mismatch'],
    ],
    [
      'an unknown app key',
      () => ({ ...shop, credentials: { ...app.credentials, appKey: '999999' } }),
      ['signature', 'wrong_environment'],
    ],
    [
      'a clock that is three hours off',
      () => ({ ...shop, now: () => new Date(Date.now() + 3 * 3_600_000) }),
      ['clock', 'clock_skew'],
    ],
    [
      'an address outside the list',
      () => void sandbox.state.faults.add({ kind: 'ip_not_whitelisted' }),
      ['signature', 'ip_not_allowlisted'],
    ],
    [
      'the punish page',
      () => void sandbox.state.faults.add({ kind: 'html_error' }),
      ['signature', 'ip_not_allowlisted'],
    ],
    [
      'an expired token',
      () => void sandbox.state.tokens.expireAccess('rumah@toko.test'),
      ['token', 'token_expired'],
    ],
    [
      'a token of another country',
      () => void sandbox.state.faults.add({ kind: 'wrong_region' }),
      ['token', 'wrong_region'],
    ],
    [
      'a shop that has not subscribed',
      () => void sandbox.state.faults.add({ kind: 'not_subscribed' }),
      ['token', 'token_revoked'],
    ],
    [
      'a missing permission',
      () => void sandbox.state.faults.add({ kind: 'missing_permission', path: '/orders/get' }),
      ['scope', 'http_403_missing_scope'],
    ],
    [
      'a permission that is missing for calls of the app and of the seller',
      () => {
        sandbox.state.faults.add({ kind: 'missing_permission', path: '/category/brands/query' })
        sandbox.state.faults.add({ kind: 'missing_permission', path: '/seller/get' })
      },
      ['scope', 'http_403_missing_scope'],
    ],
    [
      'a closed shop',
      () => void (sandbox.state.shops.get(SINGLE)!.status = 'INACTIVE'),
      ['shop', 'account_suspended'],
    ],
    [
      'an outage',
      () => void sandbox.state.faults.add({ kind: 'http_503' }),
      ['address', 'http_5xx_provider_down'],
    ],
  ])(
    'finds %s',
    async (_name, break_, expected) => {
      const session = break_() ?? shop
      expect(await firstFailure(session)).toEqual(expected)
    },
    60_000,
  )
})

describe('products', () => {
  it('lists every SKU once', async () => {
    const listings = await allListings()
    expect(new Set(listings.map((each) => each.externalVariantId)).size).toBe(listings.length)
    const expected = [...sandbox.state.shops.get(SINGLE)!.items.values()].flatMap((item) => item.skus)
    expect(listings).toHaveLength(expected.length)
    expect(await listingOf('DASTER-BATIK-MRH')).toMatchObject({
      title: 'Daster Batik Busui Rayon',
      variantName: 'Merah Bata',
      status: 'live',
      price: { currency: 'IDR' },
    })
    expect(listings.find((each) => each.sellerSku === 'MADU-HUTAN')?.status).toBe('blocked')
    expect(listings.find((each) => each.sellerSku === 'TAPLAK-RAJUT')?.status).toBe('unlisted')
  })

  it('hides and shows an item', async () => {
    const { externalItemId } = await listingOf('DRIP-BAG-10')
    const status = async () => (await adapter.products!.get(shop, [externalItemId]))[0]?.status
    expect(
      await adapter.products!.setLive!(shop, [
        { externalItemId, live: false },
        { externalItemId: '1', live: false },
      ]),
    ).toMatchObject([
      { externalItemId, ok: true },
      { externalItemId: '1', ok: false, error: { kind: 'permanent' } },
    ])
    expect(await status()).toBe('unlisted')
    await adapter.products!.setLive!(shop, [{ externalItemId, live: true }])
    expect(await status()).toBe('live')
  })

  it('leaves unknown items out', async () => {
    expect(await adapter.products!.get(shop, ['1'])).toEqual([])
  })

  it('publishes a product with variants and changes its title', async () => {
    const publishing = adapter.products!.publishing!
    const body = Buffer.alloc(64)
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(body)
    body.writeUInt32BE(800, 16)
    body.writeUInt32BE(800, 20)
    const image = await publishing.uploadImage(shop, {
      body,
      contentType: 'image/png',
      fileName: 'a "b".png',
    })
    expect(image).toContain(sandbox.url)
    const draft = {
      title: 'Teh & Kopi <Seduh>',
      description: 'Enak',
      categoryId: '10100234',
      brandId: null,
      imageRefs: [image],
      weightGrams: 250,
      packageCm: { length: 10, width: 10, height: 5 },
      condition: 'new' as const,
      attributes: {},
      variants: ['Manis', 'Tawar'].map((rasa) => ({
        sellerSku: `TEH-${rasa}`,
        options: { Rasa: rasa },
        price: { amount: 25_000, currency: 'IDR' },
        quantity: 7,
        imageRef: null,
      })),
    }
    const { externalItemId } = await publishing.create(shop, draft)
    await publishing.update(shop, { externalItemId, title: 'Teh & Kopi' })
    const listings = await adapter.products!.get(shop, [externalItemId])
    expect(listings.map((each) => [each.title, each.sellerSku, each.variantName, each.quantity])).toEqual([
      ['Teh & Kopi', 'TEH-Manis', 'Manis', 7],
      ['Teh & Kopi', 'TEH-Tawar', 'Tawar', 7],
    ])
    await expect(publishing.create(shop, draft)).rejects.toMatchObject({ providerCode: '4126' })
    await expect(
      publishing.create(shop, { ...draft, imageRefs: ['https://other.example/a.jpg'] }),
    ).rejects.toMatchObject({ providerCode: '4138' })
  })
})

describe('stock and prices', () => {
  const quantityOf = async (sku: string) => (await listingOf(sku)).quantity
  const target = async (sku: string, quantity: number) => {
    const { externalItemId, externalVariantId } = await listingOf(sku)
    return { externalItemId, externalVariantId, quantity }
  }

  it('sets absolute sellable quantities, beside what orders hold', async () => {
    buy('KOPI-SUSU-BTL', 2)
    expect(await adapter.stock!.set(shop, [await target('KOPI-SUSU-BTL', 9)])).toMatchObject([
      { ok: true, quantity: 9 },
    ])
    expect(await quantityOf('KOPI-SUSU-BTL')).toBe(9)
  })

  it('isolates the row at fault and writes the others', async () => {
    const rows = await Promise.all(
      ['SABUN-SEREH', 'LULUR-BOREH', 'SUNSCREEN-50', 'CIPUT-RAJUT'].map((sku, index) =>
        target(sku, index + 3),
      ),
    )
    rows.push({ externalItemId: rows[0]!.externalItemId, externalVariantId: '4', quantity: 1 })
    const results = await adapter.stock!.set(shop, rows)
    expect(results.filter((each) => each.ok)).toHaveLength(4)
    expect(results.find((each) => !each.ok)).toMatchObject({
      externalVariantId: '4',
      error: { providerCode: '207' },
    })
    expect(await quantityOf('CIPUT-RAJUT')).toBe(6)
  })

  it('tells why stock may not fall during a campaign', async () => {
    sandbox.state.shops.get(SINGLE)!.campaign = true
    const [result] = await adapter.stock!.set(shop, [await target('SABUN-SEREH', 0)])
    expect(result).toMatchObject({ ok: false, error: { providerCode: '4170' } })
    expect(result?.ok === false && result.error.explanation?.why.id).toContain('kampanye')
  })

  it('waits out an edit collision and a call limit', async () => {
    const row = await target('SABUN-SEREH', 5)
    fault('edit_collision')
    fault('api_call_limit')
    expect(await adapter.stock!.set(shop, [row])).toMatchObject([{ ok: true }])
  }, 20_000)

  it('throws when nothing was decided', async () => {
    const row = await target('SABUN-SEREH', 5)
    sandbox.state.tokens.expireAccess('rumah@toko.test')
    await expect(adapter.stock!.set(shop, [row])).rejects.toMatchObject({ reason: 'token_expired' })
  })

  it('adjusts by a difference and not below zero', async () => {
    const { quantity: _, ...row } = await target('SABUN-SEREH', 0)
    const before = (await quantityOf('SABUN-SEREH'))!
    await adjustLazadaStock(shop, { ...row, delta: -2 })
    expect(await quantityOf('SABUN-SEREH')).toBe(before - 2)
    await expect(adjustLazadaStock(shop, { ...row, delta: -before })).rejects.toMatchObject({
      providerCode: '212',
    })
  })

  it('writes one warehouse of several', async () => {
    const grant = await consent(SEVERAL_WAREHOUSES)
    const all = sessionOf(grant)
    const locations = await adapter.stock!.locations!(all)
    expect(locations.map((each) => [each.externalLocationId, each.isDefault])).toEqual([
      ['dropshipping', true],
      ['ID10RV7-WH-10002', false],
    ])
    const one = sessionOf({ ...grant, details: { ...grant.details, warehouseCode: 'ID10RV7-WH-10002' } })
    const { externalItemId, externalVariantId } = await listingOf('SARUNG-TENUN', one)
    const before =
      (await listingOf('SARUNG-TENUN', all)).quantity! - (await listingOf('SARUNG-TENUN', one)).quantity!
    await adapter.stock!.set(one, [{ externalItemId, externalVariantId, quantity: 4 }])
    expect((await listingOf('SARUNG-TENUN', one)).quantity).toBe(4)
    expect((await listingOf('SARUNG-TENUN', all)).quantity).toBe(before + 4)
  })

  it('sets prices', async () => {
    const { externalItemId, externalVariantId } = await listingOf('SABUN-SEREH')
    const price = { amount: 19_500, currency: 'IDR' }
    expect(await adapter.prices!.set(shop, [{ externalItemId, externalVariantId, price }])).toMatchObject([
      { ok: true },
    ])
    expect((await listingOf('SABUN-SEREH')).price).toEqual(price)
    const free = { externalItemId, externalVariantId, price: { amount: 0, currency: 'IDR' } }
    const [refused] = await adapter.prices!.set(shop, [free])
    expect(refused).toMatchObject({ ok: false, error: { providerCode: '501' } })
    expect(refused?.ok === false && refused.error.explanation?.why.id).toContain('Price must be above 0')
  })
})

describe('orders', () => {
  it('folds units into quantities, ids exact', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 3 },
        { sku: 'DASTER-BATIK-HJU', quantity: 1 },
      ],
      paid: true,
      message: 'Tolong bungkus kado',
    })
    expect(BigInt(order.id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    const fetched = await fetchOrder(order.id)
    expect(fetched).toMatchObject({
      externalOrderId: order.id,
      status: 'to_ship',
      rawStatus: 'pending',
      buyer: { note: 'Tolong bungkus kado' },
      total: { currency: 'IDR' },
    })
    expect(fetched.lines.map((line) => [line.sellerSku, line.quantity]).sort()).toEqual([
      ['DASTER-BATIK-HJU', 1],
      ['SABUN-SEREH', 3],
    ])
    expect(fetched.paidAt).toBeInstanceOf(Date)
    expect(fetched.shipBy!.getTime()).toBeGreaterThan(Date.now())
    const ids = fetched.lines.map((line) => line.externalLineId)
    advanceOrder(sandbox.state, order.id, 'cancel')
    const cancelled = await fetchOrder(order.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelReason: 'Change of mind' })
    expect(cancelled.lines.map((line) => line.externalLineId)).toEqual(ids)
    expect(cancelled.lines.every((line) => line.cancelledQuantity === line.quantity)).toBe(true)
  })

  it('lists all orders of a window although some move about meanwhile', async () => {
    const stocked = sandbox.state.findSku(sandbox.state.shops.get(SINGLE)!, { sellerSku: 'SABUN-SEREH' })!
    stocked.sku.buckets[0]!.sellable = 500
    const placed = Array.from({ length: 230 }, () => buy('SABUN-SEREH', 1).id)
    const window = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) }
    const seen = new Set<string>()
    let cursor: string | null = null
    let pages = 0
    do {
      const page = await adapter.orders!.listUpdated(shop, { ...window, cursor })
      for (const each of page.items) seen.add(each.externalOrderId)
      cursor = page.next
      // One that was read already changes: those behind it move forward.
      const still = page.items.find(
        (each) => sandbox.state.findOrder(each.externalOrderId)?.order.units[0]?.status === 'pending',
      )
      if (still) advanceOrder(sandbox.state, still.externalOrderId, 'arrange')
      pages += 1
    } while (cursor !== null && pages < 10)
    expect(placed.filter((id) => !seen.has(id))).toEqual([])
  })

  it('leaves unknown orders out', async () => {
    const order = buy('SABUN-SEREH', 1)
    const found = await adapter.orders!.get(shop, [order.id, '560694402190001'])
    expect(found.map((each) => each.externalOrderId)).toEqual([order.id])
  })

  it('keeps an unknown status as it is', async () => {
    const order = buy('SABUN-SEREH', 1)
    sandbox.state.faults.add({ kind: 'unknown_order_status', params: { status: 'held_by_lazada' } })
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'unknown', rawStatus: 'held_by_lazada' })
  })

  it('cancels one line by its units, with the reason the shop offers', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 2 },
        { sku: 'LULUR-BOREH', quantity: 1 },
      ],
      paid: true,
    })
    const line = (await fetchOrder(order.id)).lines.find((each) => each.sellerSku === 'SABUN-SEREH')!
    const cancellation = adapter.orders!.cancellation!
    await cancellation.cancel(shop, {
      externalOrderId: order.id,
      reasonCode: cancellation.reasons[0]!.code,
      externalLineIds: [line.externalLineId],
    })
    const after = await fetchOrder(order.id)
    expect(after.status).toBe('to_ship')
    expect(after.lines.map((each) => [each.sellerSku, each.cancelledQuantity]).sort()).toEqual([
      ['LULUR-BOREH', 0],
      ['SABUN-SEREH', 2],
    ])
  })

  it.each([true, false])('answers a buyer who asks to cancel: %s', async (accept) => {
    const order = buy('SABUN-SEREH', 1)
    advanceOrder(sandbox.state, order.id, 'request_cancel')
    expect((await fetchOrder(order.id)).status).toBe('cancel_requested')
    await adapter.orders!.cancellation!.answer!(shop, { externalOrderId: order.id, accept })
    expect((await fetchOrder(order.id)).status).toBe(accept ? 'cancelled' : 'to_ship')
  })
})

describe('shipping', () => {
  const ref = (externalOrderId: string) => ({ externalOrderId, externalPackageId: '' })

  it('packs, tells ready to ship and prints the label; asking again is refused', async () => {
    const order = buy('SABUN-SEREH', 2)
    const logistics = adapter.logistics!
    expect(await logistics.label(shop, ref(order.id))).toMatchObject({
      state: 'failed',
      providerCode: '700040',
    })
    expect((await logistics.options(shop, ref(order.id))).methods).toEqual(['pickup'])
    await logistics.arrange(shop, { ...ref(order.id), method: 'pickup' })
    const arranged = await fetchOrder(order.id)
    expect(arranged).toMatchObject({ status: 'arranged', courier: 'LEX ID' })
    expect(arranged.externalPackageIds).toHaveLength(1)
    const label = await logistics.label(shop, {
      externalOrderId: order.id,
      externalPackageId: arranged.externalPackageIds![0]!,
    })
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    expect(label.state === 'ready' && Buffer.from(label.body).toString('latin1', 0, 5)).toBe('%PDF-')
    expect((await logistics.tracking(shop, ref(order.id))).trackingNumber).toBe(arranged.trackingNumber)
    await expect(logistics.arrange(shop, { ...ref(order.id), method: 'pickup' })).rejects.toMatchObject({
      kind: 'permanent',
    })
  })

  it('finishes what broke off between packing and ready to ship', async () => {
    const order = buy('SABUN-SEREH', 1)
    fault('service_timeout', { path: '/order/package/rts' })
    await expect(
      adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' }),
    ).rejects.toMatchObject({ kind: 'transient' })
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'to_ship', rawStatus: 'packed' })
    await adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' })
    expect((await fetchOrder(order.id)).status).toBe('arranged')
  })

  it('surfaces a refused row in an answer that is a success', async () => {
    const order = buy('SABUN-SEREH', 1)
    fault('pack_failure')
    await expect(
      adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' }),
    ).rejects.toMatchObject({
      providerCode: '1003',
    })
  })

  it('waits for a label that is still being drawn', async () => {
    const order = buy('SABUN-SEREH', 1)
    await adapter.logistics!.arrange(shop, { ...ref(order.id), method: 'pickup' })
    fault('label_pending')
    expect(await adapter.logistics!.label(shop, ref(order.id))).toMatchObject({ state: 'processing' })
  })

  it('splits an order into parcels', async () => {
    const order = placeOrder(sandbox.state, {
      sellerId: SINGLE,
      lines: [
        { sku: 'SABUN-SEREH', quantity: 2 },
        { sku: 'LULUR-BOREH', quantity: 1 },
      ],
      paid: true,
    })
    const { lines } = await fetchOrder(order.id)
    const refs = await adapter.logistics!.split!(shop, {
      externalOrderId: order.id,
      packages: lines.map((line) => [line.externalLineId]),
    })
    expect(new Set(refs.map((each) => each.externalPackageId)).size).toBe(2)
  })
})

describe('returns and money', () => {
  const delivered = (sku: string, quantity: number) => {
    const order = buy(sku, quantity)
    for (const step of ['arrange', 'ship', 'deliver'] as const) advanceOrder(sandbox.state, order.id, step)
    return order
  }
  const window = () => ({
    from: new Date(Date.now() - 3_600_000),
    to: new Date(Date.now() + 60_000),
    cursor: null,
  })

  it('follows a return from request to refund', async () => {
    const order = delivered('SABUN-SEREH', 2)
    advanceOrder(sandbox.state, order.id, 'return')
    const { items } = await adapter.returns!.listUpdated(shop, window())
    expect(items).toHaveLength(1)
    const { externalReturnId } = items[0]!
    const get = async () => (await adapter.returns!.get(shop, [externalReturnId]))[0]!
    const [line] = (await fetchOrder(order.id)).lines
    const requested = await get()
    expect(requested).toMatchObject({
      externalOrderId: order.id,
      status: 'requested',
      refundOnly: false,
      refund: { amount: line!.unitPrice.amount * 2, currency: 'IDR' },
      lines: [{ externalLineId: line!.externalLineId, quantity: 2 }],
    })
    await adapter.returns!.accept(shop, { externalReturnId })
    expect((await get()).status).toBe('in_transit')
    advanceOrder(sandbox.state, order.id, 'goods_back')
    expect((await get()).status).toBe('received')
    const [reason] = await adapter.returns!.reasons!(shop, { externalReturnId })
    expect(reason!.label).toContain('Barang')
    await adapter.returns!.accept(shop, { externalReturnId })
    expect((await get()).status).toBe('refunded')
    expect(await fetchOrder(order.id)).toMatchObject({ status: 'returned', lines: [{ returnedQuantity: 2 }] })
  })

  it('refuses a return and disputes a refund', async () => {
    const order = delivered('SABUN-SEREH', 1)
    advanceOrder(sandbox.state, order.id, 'return')
    const [goods] = (await adapter.returns!.listUpdated(shop, window())).items
    const [reason] = await adapter.returns!.reasons!(shop, goods!)
    await adapter.returns!.reject!(shop, { ...goods!, reasonId: reason!.id, note: 'Bukan barang kami' })
    expect((await adapter.returns!.get(shop, [goods!.externalReturnId]))[0]?.status).toBe('cancelled')
    const other = delivered('LULUR-BOREH', 1)
    advanceOrder(sandbox.state, other.id, 'return_only_money')
    const money = (await adapter.returns!.listUpdated(shop, window())).items.find(
      (each) => each.externalReturnId !== goods!.externalReturnId,
    )!
    await adapter.returns!.reject!(shop, { ...money, reasonId: '', note: 'Barang sesuai' })
    expect((await adapter.returns!.get(shop, [money.externalReturnId]))[0]).toMatchObject({
      status: 'disputed',
      refundOnly: true,
    })
  })

  it('adds up what an order brings in', async () => {
    const order = delivered('SABUN-SEREH', 3)
    const settlements = []
    let cursor: string | null = null
    do {
      const page = await adapter.finance!.list(shop, { ...window(), cursor })
      settlements.push(...page.items)
      cursor = page.next
    } while (cursor)
    expect(settlements).toHaveLength(1)
    const [settlement] = settlements
    const price = (await fetchOrder(order.id)).lines[0]!.unitPrice.amount
    expect(settlement).toMatchObject({
      externalOrderId: order.id,
      gross: { amount: price * 3, currency: 'IDR' },
    })
    const fees = settlement!.items.reduce((sum, item) => sum + item.amount.amount, 0)
    expect(settlement!.net.amount).toBe(settlement!.gross.amount + fees)
  })
})

describe('pushes', () => {
  it('are signed as the adapter checks, and lead to the order', async () => {
    const received: { headers: Record<string, string>; rawBody: Uint8Array }[] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({
          headers: { authorization: request.headers.authorization ?? '' },
          rawBody: new Uint8Array(Buffer.concat(chunks)),
        })
        response.writeHead(adapter.webhook.acknowledge.status).end(adapter.webhook.acknowledge.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/lazada/1`
    sandbox.state.apps.get(DEMO_APP_KEY)!.callbackUrl = url
    const order = buy('SABUN-SEREH', 2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sandbox.state.pushes.idle()
    // Two units, each created and paid.
    expect(received).toHaveLength(4)
    for (const { headers, rawBody } of received) {
      expect(adapter.webhook.verify({ url, headers, rawBody }, app.credentials)).toBe(true)
      expect(adapter.webhook.parse(rawBody)).toMatchObject({
        externalShopId: String(SINGLE),
        hints: [{ kind: 'order', externalOrderId: order.id }],
      })
    }
    expect(sandbox.state.pushes.list().every((push) => push.state === 'delivered')).toBe(true)
    sandbox.state.apps.get(DEMO_APP_KEY)!.callbackUrl = ''
    server.closeAllConnections()
    server.close()
  })
})
