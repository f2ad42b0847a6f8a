import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RemoteListing, RemoteOrder, ShopSession } from '../../src/adapters/contract.ts'
import { advanceOrder, placeOrder, type Step } from '../../sandbox/index.ts'
import { eventually, SHOP, startShopee, WAREHOUSE_SHOP, type ShopeeKit } from './support/shopee.ts'

let kit: ShopeeKit
let session: ShopSession
let listings: readonly RemoteListing[]

beforeAll(async () => {
  kit = await startShopee({ pageSize: 7 })
  session = kit.sessionOf(await kit.consent(SHOP))
  listings = await allListings(session)
})
afterAll(() => kit.close())
beforeEach(() => kit.clearFaults())

async function allListings(of: ShopSession): Promise<RemoteListing[]> {
  const found: RemoteListing[] = []
  for (let cursor: string | null = null, more = true; more;) {
    const page = await kit.adapter.products!.list(of, { cursor })
    found.push(...page.items)
    cursor = page.next
    more = cursor !== null
  }
  return found
}

const bySku = (sku: string): RemoteListing => listings.find((each) => each.sellerSku === sku)!
const key = ({ externalItemId, externalVariantId }: RemoteListing) => ({ externalItemId, externalVariantId })
const quantityOf = async (listing: RemoteListing): Promise<number | null> =>
  (await kit.adapter.products!.get(session, [listing.externalItemId])).find(
    (each) => each.externalVariantId === listing.externalVariantId,
  )!.quantity

function buy(lines: { sku: string; quantity: number }[], channelId = 8003, shopId = SHOP): string {
  return placeOrder(kit.state, { shopId, lines, paid: true, channelId }).sn
}
const step = (sn: string, ...steps: Step[]): void =>
  steps.forEach((each) => advanceOrder(kit.state, sn, each))
const orderOf = async (sn: string, of = session): Promise<RemoteOrder> =>
  (await kit.adapter.orders!.get(of, [sn]))[0]!
const whole = (externalOrderId: string) => ({ externalOrderId, externalPackageId: '' })
const callsTo = (path: string): number =>
  kit.state.requests.list(5_000).filter((request) => String(request.path).endsWith(path)).length

async function arrange(sn: string): Promise<void> {
  const options = await kit.adapter.logistics!.options(session, whole(sn))
  const [address] = options.pickupAddresses
  const slot = address!.slots.find((each) => each.recommended)!
  await kit.adapter.logistics!.arrange(session, {
    ...whole(sn),
    method: 'pickup',
    addressId: address!.id,
    slotId: slot.id,
  })
}
const tracked = (sn: string) =>
  eventually(async () => (await kit.adapter.logistics!.tracking(session, whole(sn))).trackingNumber)

describe('consent and tokens', () => {
  it('asks for consent where the shop can give it', async () => {
    const url = new URL(
      kit.adapter.authorize.consentUrl(kit.app, {
        redirectUrl: 'https://kanal.test/oauth/shopee',
        state: 's1',
      }),
    )
    expect(url.searchParams.get('state')).toBe('s1')
    expect((await fetch(url)).status).toBe(200)
  })

  it('refreshes once with a token, and never again with the same', async () => {
    const grant = await kit.consent(WAREHOUSE_SHOP)
    const input = { externalShopId: grant.externalShopId, refreshToken: grant.refreshToken, details: {} }
    const fresh = await kit.adapter.authorize.refresh(kit.app, input)
    expect(fresh.accessToken).not.toBe(grant.accessToken)
    expect(await kit.adapter.shop.info(kit.sessionOf(fresh))).toMatchObject({
      region: 'ID',
      status: 'active',
    })
    await expect(kit.adapter.authorize.refresh(kit.app, input)).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('gives a code away once', async () => {
    const { code } = await kit.control('/authorize', { shop_id: WAREHOUSE_SHOP })
    const query = { code: String(code), shop_id: String(WAREHOUSE_SHOP) }
    await kit.adapter.authorize.exchange(kit.app, query)
    await expect(kit.adapter.authorize.exchange(kit.app, query)).rejects.toMatchObject({ kind: 'auth' })
  })

  it('says of a shop of another region so, in a consent and in Test connection', async () => {
    await kit.control('/faults', { kind: 'wrong_region', count: 2 })
    const { code } = await kit.control('/authorize', { shop_id: WAREHOUSE_SHOP })
    const query = { code: String(code), shop_id: String(WAREHOUSE_SHOP) }
    await expect(kit.adapter.authorize.exchange(kit.app, query)).rejects.toMatchObject({
      kind: 'permission',
      reason: 'wrong_region',
    })
    const token = kit.adapter.checks.find(({ id }) => id === 'token')
    await expect(token?.run(session)).rejects.toMatchObject({ reason: 'wrong_region' })
  })

  it('tells an expired token from a withdrawn consent', async () => {
    await kit.control('/faults', { kind: 'expired_token', count: 1 })
    await expect(kit.adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_expired' })
    await kit.control('/faults', { kind: 'revoked', count: 1 })
    await expect(kit.adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_revoked' })
  })
})

describe('products', () => {
  it('reads every item over small pages, each once', () => {
    const items = [...kit.state.shops.get(SHOP)!.items.values()]
    expect(new Set(listings.map((each) => each.externalItemId)).size).toBe(items.length)
    expect(listings).toHaveLength(items.reduce((sum, item) => sum + item.units.length, 0))
    expect(new Set(listings.map((each) => `${each.externalItemId}/${each.externalVariantId}`)).size).toBe(
      listings.length,
    )
  })

  it('hides and shows, and says which items it could not', async () => {
    const open = bySku('DRIP-BAG-10')
    const blocked = listings.find((each) => each.status === 'blocked')!
    const results = await kit.adapter.products!.setLive!(session, [
      { externalItemId: open.externalItemId, live: false },
      { externalItemId: blocked.externalItemId, live: true },
      { externalItemId: '404', live: true },
    ])
    expect(results.map((each) => each.ok)).toEqual([true, false, false])
    expect(results[1]).toMatchObject({ error: { kind: 'permanent' } })
    const [hidden] = await kit.adapter.products!.get(session, [open.externalItemId])
    expect(hidden!.status).toBe('unlisted')
    const [alone] = await kit.adapter.products!.setLive!(session, [{ externalItemId: '404', live: true }])
    expect(alone).toMatchObject({ ok: false, error: { providerCode: 'error_unlist_item_all_failed' } })
    await kit.adapter.products!.setLive!(session, [{ externalItemId: open.externalItemId, live: true }])
  })
})

describe('prices', () => {
  const set = (...targets: [RemoteListing, number][]) =>
    kit.adapter.prices!.set(
      session,
      targets.map(([listing, amount]) => ({ ...key(listing), price: { amount, currency: 'IDR' } })),
    )

  it('sets what it can and names the rest', async () => {
    const [small, large] = [bySku('KOPI-GAYO-200-BJ'), bySku('KOPI-GAYO-500-BJ')]
    const drip = bySku('DRIP-BAG-10')
    const results = await set(
      [small, small.price.amount + 500],
      [large, 1],
      [drip, drip.price.amount + 1_000],
    )
    const ok = (listing: RemoteListing) =>
      results.find(
        (each) =>
          each.externalItemId === listing.externalItemId &&
          each.externalVariantId === listing.externalVariantId,
      )
    expect([ok(small)?.ok, ok(large)?.ok, ok(drip)?.ok]).toEqual([true, false, true])
    const after = await kit.adapter.products!.get(session, [small.externalItemId])
    expect(after.find((each) => each.sellerSku === 'KOPI-GAYO-200-BJ')?.price.amount).toBe(
      small.price.amount + 500,
    )
  })

  it('reports a refused ratio of prices in words', async () => {
    const [result] = await set([bySku('KOPI-GAYO-200-BJ'), 90_000_000])
    expect(result).toMatchObject({ ok: false, error: { providerCode: 'error_update_price_fail' } })
  })
})

describe('stock', () => {
  const set = (listing: RemoteListing, quantity: number) =>
    kit.adapter.stock!.set(session, [{ ...key(listing), quantity }])

  it('reads partial failures beside success and beside an error', async () => {
    const [small, large] = [bySku('KOPI-GAYO-200-BJ'), bySku('KOPI-GAYO-500-BJ')]
    for (const style of ['mixed', 'error']) {
      await kit.control('/faults', { kind: 'partial_failure', count: 1, params: { style } })
      const results = await kit.adapter.stock!.set(
        session,
        [small, large].map((each) => ({ ...key(each), quantity: 31 })),
      )
      expect(results.map((each) => each.ok).sort()).toEqual([false, true])
    }
  })

  it('does not go below what a promotion holds', async () => {
    const listing = bySku('SAMBAL-MATAH')
    await kit.control('/promotions', { shop_id: SHOP, sku: 'SAMBAL-MATAH', reserved: 3 })
    const [result] = await set(listing, 1)
    expect(result?.ok === false && result.error.explanation?.why.en).toContain('promotion')
    await kit.control('/promotions', { shop_id: SHOP, sku: 'SAMBAL-MATAH', reserved: 0 })
  })

  it('rides out throttling, and throws when nothing was decided', async () => {
    await kit.control('/faults', { kind: 'http_429', count: 1, params: { retryAfterSeconds: 0 } })
    expect(await set(bySku('DRIP-BAG-10'), 12)).toMatchObject([{ ok: true, quantity: 12 }])
    await kit.control('/faults', { kind: 'expired_token', count: 1 })
    await expect(set(bySku('DRIP-BAG-10'), 13)).rejects.toMatchObject({ reason: 'token_expired' })
  })

  it('knows no warehouses in an ordinary shop', async () => {
    expect(await kit.adapter.stock!.locations!(session)).toEqual([])
  })

  it('keeps the total over the warehouses of a shop that has some', async () => {
    const other = kit.sessionOf(await kit.consent(WAREHOUSE_SHOP))
    const places = await kit.adapter.stock!.locations!(other)
    expect(places.map((place) => [place.externalLocationId, place.isDefault])).toEqual([
      ['ID1CKRG', true],
      ['ID2SDRJ', false],
    ])
    const goods = await allListings(other)
    const [first, second] = [goods[0]!, goods.find((each) => each.externalVariantId === '')!]
    for (const quantity of [500, 3, 0]) {
      const results = await kit.adapter.stock!.set(
        other,
        [first, second].map((each) => ({ ...key(each), quantity })),
      )
      expect(results.map((each) => each.ok && each.quantity)).toEqual([quantity, quantity])
    }
  })
})

describe('publishing', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const upload = (body: Uint8Array) =>
    kit.adapter.products!.publishing!.uploadImage(session, {
      body,
      contentType: 'image/png',
      fileName: 'ba"tik.png',
    })
  const draft = {
    title: 'Kemeja Batik Parang Lengan Panjang',
    description: 'Kemeja batik katun halus, jahitan rapi, cocok untuk kantor dan pesta.',
    categoryId: '100557',
    brandId: '1100202',
    weightGrams: 350,
    packageCm: { length: 30, width: 22.5, height: 4 },
    condition: 'new' as const,
    attributes: { Bahan: 'Katun', Acara: ['Kantor', 'Pesta'] },
  }
  const variant = (size: string, quantity: number, imageRef: string | null = null) => ({
    sellerSku: `KB-${size}`,
    options: { Ukuran: size },
    price: { amount: 189_000, currency: 'IDR' },
    quantity,
    imageRef,
  })

  it('lists a product with variants, pictures and attributes, and changes it', async () => {
    const image = await upload(png)
    const { externalItemId } = await kit.adapter.products!.publishing!.create(session, {
      ...draft,
      imageRefs: [image],
      variants: [variant('M', 4, image), variant('L', 6)],
    })
    const made = await kit.adapter.products!.get(session, [externalItemId])
    expect(made.map((each) => [each.sellerSku, each.variantName, each.quantity, each.status])).toEqual([
      ['KB-M', 'M', 4, 'live'],
      ['KB-L', 'L', 6, 'live'],
    ])
    const item = kit.state.shops.get(SHOP)!.items.get(Number(externalItemId))!
    expect([item.brand, item.weight, item.dimension.width]).toEqual(['Batik Laweyan', '0.35', 23])
    expect(item.attributes.map((each) => each.values.map((value) => value.name))).toEqual([
      ['Cotton'],
      ['Office', 'Party'],
    ])
    expect((await fetch(made[0]!.imageUrls[0]!)).headers.get('content-type')).toBe('image/png')
    await kit.adapter.products!.publishing!.update(session, {
      externalItemId,
      title: 'Kemeja Batik Parang Baru',
    })
    const [changed] = await kit.adapter.products!.get(session, [externalItemId])
    expect([changed!.title, changed!.description]).toEqual(['Kemeja Batik Parang Baru', draft.description])
  })

  it('lists in the older form of variants, and in a shop with warehouses', async () => {
    const other = await startShopee({ variationForm: 'classic' })
    try {
      const forOther = other.sessionOf(await other.consent(WAREHOUSE_SHOP))
      const image = await other.adapter.products!.publishing!.uploadImage(forOther, {
        body: png,
        contentType: 'image/png',
        fileName: 'a.png',
      })
      const { externalItemId } = await other.adapter.products!.publishing!.create(forOther, {
        ...draft,
        imageRefs: [image],
        variants: [variant('M', 4), variant('L', 6)],
      })
      const made = await other.adapter.products!.get(forOther, [externalItemId])
      expect(made.map((each) => each.quantity)).toEqual([4, 6])
    } finally {
      await other.close()
    }
  })

  it('leaves no half-made product behind', async () => {
    const image = await upload(png)
    const before = kit.state.shops.get(SHOP)!.items.size
    const broken = { ...variant('L', 6), price: { amount: 90_000_000, currency: 'IDR' } }
    await expect(
      kit.adapter.products!.publishing!.create(session, {
        ...draft,
        imageRefs: [image],
        variants: [variant('M', 4), broken],
      }),
    ).rejects.toMatchObject({ providerCode: 'error_price_out_of_range' })
    const items = [...kit.state.shops.get(SHOP)!.items.values()]
    expect(items).toHaveLength(before + 1)
    expect(items.at(-1)!.status).toBe('SELLER_DELETE')
  })

  it('explains what is wrong with a draft', async () => {
    const image = await upload(png)
    const create = (change: object) =>
      kit.adapter.products!.publishing!.create(session, {
        ...draft,
        imageRefs: [image],
        variants: [{ ...variant('M', 1), options: {} }],
        ...change,
      })
    await expect(upload(Buffer.from('GIF89a'))).rejects.toMatchObject({
      providerCode: 'error_image_unavailable',
    })
    await expect(create({ attributes: {} })).rejects.toMatchObject({
      providerCode: 'error_less_required_attribute',
    })
    await expect(create({ attributes: { Rasa: 'Pedas' } })).rejects.toMatchObject({ fields: ['Rasa'] })
    await expect(create({ brandId: '7' })).rejects.toMatchObject({ fields: ['brandId'] })
    await expect(create({ title: 'X' })).rejects.toMatchObject({
      providerCode: 'error_item_name_is_too_short',
    })
    expect(await create({})).toMatchObject({ externalItemId: expect.stringMatching(/^\d+$/) })
  })
})

describe('orders', () => {
  it('pages through many orders and fetches 120 in three calls', async () => {
    const from = new Date(Date.now() - 60_000)
    await kit.control('/stock', { shop_id: SHOP, sku: 'KERIPIK-TEMPE', stock: 500 })
    const placed = Array.from({ length: 120 }, () => buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }]))
    const listed: string[] = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.orders!.listUpdated(session, {
        from,
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      listed.push(...page.items.map((each) => each.externalOrderId))
      cursor = page.next
      more = cursor !== null
    }
    expect(placed.every((sn) => listed.includes(sn))).toBe(true)
    expect(new Set(listed).size).toBe(listed.length)
    const before = callsTo('/get_order_detail')
    const orders = await kit.adapter.orders!.get(session, placed)
    expect(new Set(orders.map((order) => order.externalOrderId)).size).toBe(120)
    expect(callsTo('/get_order_detail') - before).toBe(3)
  })

  it('leaves out unknown orders and keeps unknown statuses', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    expect(await kit.adapter.orders!.get(session, ['NOPE', sn])).toHaveLength(1)
    await kit.control('/faults', { kind: 'unknown_order_status', count: 1 })
    expect(await orderOf(sn)).toMatchObject({ status: 'unknown', rawStatus: 'ON_HOLD_BY_SHOPEE' })
  })

  it('refuses a window Shopee would not answer', async () => {
    const from = new Date(Date.now() - 16 * 86_400_000)
    await expect(
      kit.adapter.orders!.listUpdated(session, { from, to: new Date(), cursor: null }),
    ).rejects.toMatchObject({ kind: 'permanent' })
  })
})

describe('cancellation', () => {
  const cancel = (externalOrderId: string, reasonCode: string, externalLineIds: string[] = []) =>
    kit.adapter.orders!.cancellation!.cancel(session, { externalOrderId, reasonCode, externalLineIds })

  it('cancels goods that ran out, alone where Shopee allows it', async () => {
    const sn = buy([
      { sku: 'DRIP-BAG-10', quantity: 2 },
      { sku: 'KERIPIK-TEMPE', quantity: 1 },
    ])
    const [drip] = (await orderOf(sn)).lines
    const before = await quantityOf(bySku('DRIP-BAG-10'))
    await expect(cancel(sn, 'OUT_OF_STOCK')).rejects.toMatchObject({ reason: 'invalid_format' })
    await expect(cancel(sn, 'OUT_OF_STOCK', ['elsewhere'])).rejects.toMatchObject({
      reason: 'invalid_format',
    })
    await cancel(sn, 'OUT_OF_STOCK', [drip!.externalLineId])
    const after = await orderOf(sn)
    expect([after.status, after.lines.map((line) => line.cancelledQuantity)]).toEqual(['to_ship', [2, 0]])
    expect(await quantityOf(bySku('DRIP-BAG-10'))).toBe(before! + 2)
    await cancel(sn, 'OUT_OF_STOCK', [after.lines[1]!.externalLineId])
    expect((await orderOf(sn)).status).toBe('cancelled')
  })

  it('cancels at the customer’s wish before shipping only', async () => {
    const sn = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    await cancel(sn, 'CUSTOMER_REQUEST')
    expect(await orderOf(sn)).toMatchObject({ status: 'cancelled', cancelReason: 'CUSTOMER_REQUEST' })
    const late = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    step(late, 'arrange')
    const refused = await cancel(late, 'CUSTOMER_REQUEST').catch((error: unknown) => error)
    expect(refused).toMatchObject({ kind: 'permanent', providerCode: 'order.error_limit' })
  })

  it('answers a buyer who asks', async () => {
    const answer = (externalOrderId: string, accept: boolean) =>
      kit.adapter.orders!.cancellation!.answer!(session, { externalOrderId, accept })
    const sn = buy([{ sku: 'DRIP-BAG-10', quantity: 1 }])
    await expect(answer(sn, true)).rejects.toMatchObject({
      providerCode: 'order.cancel_order_invalid_status',
    })
    step(sn, 'request_cancel')
    expect((await orderOf(sn)).status).toBe('cancel_requested')
    await answer(sn, false)
    expect((await orderOf(sn)).status).toBe('to_ship')
    step(sn, 'request_cancel')
    await answer(sn, true)
    expect((await orderOf(sn)).status).toBe('cancelled')
  })
})

describe('shipping', () => {
  it('offers what the courier offers, arranges once, and follows the parcel', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const options = await kit.adapter.logistics!.options(session, whole(sn))
    expect(options.methods).toEqual(['pickup', 'dropoff'])
    expect(options.required).toEqual({ pickup: ['address', 'slot'], dropoff: [] })
    expect(options.pickupAddresses[0]!.slots.filter((slot) => slot.recommended)).toHaveLength(1)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'pickup' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_address_pickup_time' })
    await arrange(sn)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.package_already_shipped' })
    const number = await tracked(sn)
    expect(await orderOf(sn)).toMatchObject({
      status: 'arranged',
      trackingNumber: number,
      externalPackageIds: [],
    })
    step(sn, 'ship', 'deliver')
    const journey = await kit.adapter.logistics!.tracking(session, whole(sn))
    expect(journey.events.map((event) => event.rawStatus)).toEqual([
      'ORDER_CREATED',
      'PICKED_UP',
      'DELIVERED',
    ])
  })

  it('hands over at a counter with and without fields, and with the shop’s own courier', async () => {
    const plain = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await kit.adapter.logistics!.arrange(session, { ...whole(plain), method: 'dropoff' })
    expect((await orderOf(plain)).status).toBe('arranged')
    const named = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }], 80003)
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(named), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_sender_real_name' })
    await kit.adapter.logistics!.arrange(session, { ...whole(named), method: 'dropoff', senderName: 'Sari' })
    const own = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }], 80099)
    expect((await kit.adapter.logistics!.options(session, whole(own))).required).toEqual({
      own_courier: ['tracking_number'],
    })
    await kit.adapter.logistics!.arrange(session, {
      ...whole(own),
      method: 'own_courier',
      trackingNumber: 'KT123',
    })
    expect((await orderOf(own)).status).toBe('in_transit')
  })

  it('leaves out the number of a parcel that is the whole order', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const [parcel] = kit.state.findOrder(sn)!.order.parcels
    await kit.adapter.logistics!.arrange(session, {
      externalOrderId: sn,
      externalPackageId: parcel!.packageNumber,
      method: 'dropoff',
    })
    expect((await orderOf(sn)).status).toBe('arranged')
  })

  it('arranges anew after the courier came in vain', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    step(sn, 'pickup_failed')
    await arrange(sn)
    expect(await orderOf(sn)).toMatchObject({ status: 'arranged', rawStatus: 'PROCESSED' })
  })

  it('divides an order into parcels and joins them again', async () => {
    const sn = buy([
      { sku: 'KERIPIK-TEMPE', quantity: 1 },
      { sku: 'DRIP-BAG-10', quantity: 1 },
    ])
    const ids = (await orderOf(sn)).lines.map((line) => line.externalLineId)
    const split = (packages: string[][]) =>
      kit.adapter.logistics!.split!(session, { externalOrderId: sn, packages })
    await expect(split([[ids[0]!], [ids[0]!]])).rejects.toMatchObject({
      providerCode: 'order.order_split_duplicate_item',
    })
    const parcels = await split([[ids[0]!], [ids[1]!]])
    expect((await orderOf(sn)).externalPackageIds).toEqual(parcels.map((each) => each.externalPackageId))
    expect(await kit.adapter.logistics!.combine!(session, parcels)).toEqual([whole(sn)])
    const [first, second] = await split([[ids[0]!], [ids[1]!]])
    await expect(
      kit.adapter.logistics!.arrange(session, { ...whole(sn), method: 'dropoff' }),
    ).rejects.toMatchObject({ providerCode: 'logistics.ship_order_need_pacakge_number' })
    await kit.adapter.logistics!.arrange(session, { ...first!, method: 'dropoff' })
    expect((await orderOf(sn)).status).toBe('to_ship')
    await expect(kit.adapter.logistics!.combine!(session, [first!, second!])).rejects.toMatchObject({
      providerCode: 'order.order_cannot_undo_split',
    })
    await kit.adapter.logistics!.arrange(session, { ...second!, method: 'dropoff' })
    expect((await orderOf(sn)).status).toBe('arranged')
  })
})

describe('labels', () => {
  const labelOf = (sn: string, of: ShopeeKit = kit, as = session) =>
    eventually(async () => {
      const label = await of.adapter.logistics!.label(as, whole(sn))
      return label.state === 'processing' ? undefined : label
    })

  it('has none before arrangement or after pickup', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const early = await kit.adapter.logistics!.label(session, whole(sn))
    expect(early).toMatchObject({ state: 'failed', providerCode: 'logistics.package_can_not_print' })
    expect(early.state === 'failed' && early.reason.id).toContain('diatur')
    step(sn, 'arrange', 'ship')
    expect(await kit.adapter.logistics!.label(session, whole(sn))).toMatchObject({ state: 'failed' })
  })

  it('is made once and fetched as often as wanted', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    const before = callsTo('/create_shipping_document')
    const label = await labelOf(sn)
    expect(label).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    expect(await labelOf(sn)).toMatchObject({ state: 'ready' })
    expect(callsTo('/create_shipping_document') - before).toBe(1)
  })

  it('is asked for again when Shopee could not make it', async () => {
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    await arrange(sn)
    await tracked(sn)
    await kit.control('/faults', { kind: 'label_failed', count: 1 })
    const attempts = callsTo('/create_shipping_document')
    const label = await eventually(async () => {
      const one = await kit.adapter.logistics!.label(session, whole(sn))
      return one.state === 'ready' && one
    })
    expect(label.contentType).toBe('application/pdf')
    expect(callsTo('/create_shipping_document') - attempts).toBe(2)
  })

  it.each([
    ['zip', 'application/zip'],
    ['html', 'text/html'],
  ] as const)('comes as %s', async (labelFormat, contentType) => {
    const other = await startShopee({}, { labelFormat })
    try {
      const as = other.sessionOf(await other.consent(SHOP))
      const { sn } = placeOrder(other.state, {
        shopId: SHOP,
        lines: [{ sku: 'KERIPIK-TEMPE', quantity: 1 }],
        paid: true,
        channelId: 8003,
      })
      await other.adapter.logistics!.arrange(as, { ...whole(sn), method: 'dropoff' })
      expect(await labelOf(sn, other, as)).toMatchObject({ state: 'ready', contentType })
    } finally {
      await other.close()
    }
  })
})

describe('returns', () => {
  async function returned(): Promise<{ orderSn: string; externalReturnId: string }> {
    const orderSn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 2 }])
    step(orderSn, 'arrange', 'ship', 'deliver', 'return')
    const found: string[] = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.returns!.listUpdated(session, {
        from: new Date(Date.now() - 60_000),
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      found.push(...page.items.map((each) => each.externalReturnId))
      cursor = page.next
      more = cursor !== null
    }
    const all = await kit.adapter.returns!.get(session, found)
    return { orderSn, ...all.find((each) => each.externalOrderId === orderSn)! }
  }
  const read = async (id: string) => (await kit.adapter.returns!.get(session, [id]))[0]!

  it('reads returns over pages, with the lines of their orders', async () => {
    for (let i = 0; i < 7; i += 1) await returned()
    const { orderSn, externalReturnId } = await returned()
    const one = await read(externalReturnId)
    const [line] = (await orderOf(orderSn)).lines
    expect(one).toMatchObject({ status: 'requested', refundOnly: true, refund: { currency: 'IDR' } })
    expect(one.lines).toMatchObject([{ externalLineId: line!.externalLineId, quantity: 2 }])
    expect(one.respondBy!.getTime()).toBeGreaterThan(Date.now())
    expect(await kit.adapter.returns!.get(session, ['0', externalReturnId])).toHaveLength(1)
  })

  it('accepts once', async () => {
    const { externalReturnId } = await returned()
    await kit.adapter.returns!.accept(session, { externalReturnId })
    expect((await read(externalReturnId)).status).toBe('accepted')
    await expect(kit.adapter.returns!.accept(session, { externalReturnId })).rejects.toMatchObject({
      providerCode: 'error_return_status',
    })
  })

  it('disputes with the evidence the reason wants', async () => {
    const { externalReturnId } = await returned()
    const reasons = await kit.adapter.returns!.reasons!(session, { externalReturnId })
    expect(reasons.map((reason) => reason.id)).toEqual(['48', '49'])
    const reject = (change: object) =>
      kit.adapter.returns!.reject!(session, {
        externalReturnId,
        reasonId: '49',
        note: 'Barang kembali tidak lengkap',
        email: 'toko@contoh.id',
        ...change,
      })
    await expect(reject({ email: '' })).rejects.toMatchObject({ fields: ['email'] })
    await expect(reject({})).rejects.toMatchObject({ providerCode: 'dispute.request.param.error' })
    await reject({ imageUrls: ['https://a.test/1.jpg', 'https://a.test/2.jpg'] })
    expect(await read(externalReturnId)).toMatchObject({ status: 'disputed', rawStatus: 'SELLER_DISPUTE' })
  })
})

describe('payouts', () => {
  it('add up over pages, every fee named', async () => {
    const sns = Array.from({ length: 9 }, () => buy([{ sku: 'KERIPIK-TEMPE', quantity: 2 }]))
    for (const sn of sns) step(sn, 'arrange', 'ship', 'deliver', 'complete')
    const settlements = []
    for (let cursor: string | null = null, more = true; more;) {
      const page = await kit.adapter.finance!.list(session, {
        from: new Date(Date.now() - 60_000),
        to: new Date(Date.now() + 1_000),
        cursor,
      })
      settlements.push(...page.items)
      cursor = page.next
      more = cursor !== null
    }
    expect(settlements.map((each) => each.externalOrderId).sort()).toEqual([...sns].sort())
    for (const { gross, net, items } of settlements) {
      expect(gross.amount + items.reduce((sum, item) => sum + item.amount.amount, 0)).toBe(net.amount)
      expect(items.map((item) => item.code)).not.toContain('other')
      expect(items.map((item) => item.code)).toContain('commission_fee')
    }
    await expect(
      kit.adapter.finance!.list(session, {
        from: new Date(Date.now() - 20 * 86_400_000),
        to: new Date(),
        cursor: null,
      }),
    ).rejects.toMatchObject({ kind: 'permanent' })
  })
})

describe('lost messages', () => {
  it('gives back what was not delivered, word for word, until confirmed', async () => {
    await kit.control('/apps', { partner_id: 2001887, callback_url: 'http://127.0.0.1:9/webhooks/shopee' })
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const lost = await eventually(async () => {
      await kit.control('/pushes/flush-retries', {})
      const pulled = await kit.adapter.lostMessages!.pull(session)
      return pulled.messages.length > 0 && pulled
    })
    const hints = lost.messages.flatMap((message) => kit.adapter.webhook.parse(message).hints)
    expect(hints).toContainEqual({ kind: 'order', externalOrderId: sn })
    await kit.control('/apps', { partner_id: 2001887, callback_url: '' })
    await kit.adapter.lostMessages!.confirm(session, lost.confirm!)
    await eventually(async () => {
      const left = await kit.adapter.lostMessages!.pull(session)
      if (left.confirm !== null) await kit.adapter.lostMessages!.confirm(session, left.confirm)
      return left.messages.length === 0
    })
  })
})
