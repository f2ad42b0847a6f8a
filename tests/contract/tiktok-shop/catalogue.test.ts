import { beforeAll, describe, expect, it } from 'vitest'
import type { ShopSession } from '../../../src/adapters/contract.ts'
import {
  SHOP,
  adapter,
  allListings,
  connect,
  control,
  fault,
  sandbox,
  useTikTokShop,
} from '../support/tiktok-shop.ts'

useTikTokShop()

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
