import { describe, expect, it } from 'vitest'
import { SHOP, WAREHOUSE_SHOP, startShopee } from '../support/shopee.ts'
import { kit, session, useShopee } from '../support/shopee-shop.ts'

useShopee()

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
