import { describe, expect, it } from 'vitest'
import { adjustLazadaStock } from '../../../src/adapters/marketplaces/lazada/index.ts'
import {
  SEVERAL_WAREHOUSES,
  SINGLE,
  adapter,
  allListings,
  buy,
  consent,
  fault,
  listingOf,
  sandbox,
  sessionOf,
  shop,
  useLazada,
} from '../support/lazada.ts'

useLazada()

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
