import { describe, expect, it } from 'vitest'
import type { ListingDraft } from '../../contract.ts'
import { toAttributeList, wireAttribute } from './attributes.ts'
import { itemBody, variationBody } from './draftBody.ts'
import { toMajor } from './majorUnits.ts'
import { multipart } from './multipart.ts'
import { tiersOf } from './tiers.ts'

const variant = (options: Record<string, string>, imageRef: string | null = null) => ({
  sellerSku: Object.values(options).join('-'),
  options,
  price: { amount: 59000, currency: 'IDR' },
  quantity: 5,
  imageRef,
})
const draft: ListingDraft = {
  title: 'Kaus',
  description: 'Katun',
  categoryId: '100557',
  brandId: null,
  imageRefs: ['img-1'],
  weightGrams: 250,
  packageCm: { length: 20.2, width: 10, height: 3 },
  condition: 'used',
  attributes: {},
  variants: [
    variant({ Warna: 'Hitam', Ukuran: 'M' }, 'img-h'),
    variant({ Warna: 'Putih', Ukuran: 'M' }),
    variant({ Warna: 'Putih', Ukuran: 'L' }),
  ],
}
const around = { couriers: [], attributes: [], brand: null, locationId: null }

describe('tiers', () => {
  it('come from the options, with a picture for every option of the first or none', () => {
    expect(tiersOf(draft)).toEqual([
      {
        name: 'Warna',
        options: [
          { name: 'Hitam', imageRef: 'img-h' },
          { name: 'Putih', imageRef: 'img-1' },
        ],
      },
      {
        name: 'Ukuran',
        options: [
          { name: 'M', imageRef: null },
          { name: 'L', imageRef: null },
        ],
      },
    ])
    expect(tiersOf({ ...draft, variants: [variant({})] })).toEqual([])
  })

  it.each([
    ['three kinds of options', [variant({ a: '1', b: '2', c: '3' })]],
    ['a variant that says nothing', [variant({ a: '1' }), variant({})]],
    ['too many', Array.from({ length: 51 }, (_, index) => variant({ a: String(index) }))],
  ])('refuses %s', (_what, variants) => {
    expect(() => tiersOf({ ...draft, variants })).toThrow(
      expect.objectContaining({ reason: 'invalid_format' }),
    )
  })
})

describe('bodies', () => {
  it('hides a product until its variants are in', () => {
    expect(itemBody(draft, around, true)).toMatchObject({
      item_status: 'UNLIST',
      seller_stock: [{ stock: 0 }],
      weight: 0.25,
      dimension: { package_length: 21, package_width: 10, package_height: 3 },
      condition: 'USED',
      original_price: 59000,
    })
    const single = itemBody({ ...draft, packageCm: null }, { ...around, locationId: 'ID1' }, false)
    expect(single).toMatchObject({ item_status: 'NORMAL', seller_stock: [{ stock: 5, location_id: 'ID1' }] })
    expect(single).not.toHaveProperty('dimension')
    expect(() => itemBody({ ...draft, variants: [] }, around, false)).toThrow()
  })

  it('writes variants in both forms', () => {
    const tiers = tiersOf(draft)
    expect(variationBody('7', draft, tiers, null, 'standardised')).toMatchObject({
      item_id: 7n,
      standardise_tier_variation: [
        { variation_id: 0, variation_name: 'Warna' },
        { variation_name: 'Ukuran' },
      ],
      model: [{ tier_index: [0, 0] }, { tier_index: [1, 0] }, { tier_index: [1, 1] }],
    })
    expect(variationBody('7', draft, tiers, null, 'classic')).toMatchObject({
      tier_variation: [
        { name: 'Warna', option_list: [{ option: 'Hitam', image: { image_id: 'img-h' } }, {}] },
        { name: 'Ukuran', option_list: [{ option: 'M' }, { option: 'L' }] },
      ],
    })
  })
})

describe('attributes', () => {
  const known = [
    wireAttribute.parse({
      attribute_id: 1,
      name: 'Material',
      multi_lang: [{ language: 'id', value: 'Bahan' }],
      attribute_value_list: [
        { value_id: 5, name: 'Cotton', multi_lang: [{ language: 'id', value: 'Katun' }] },
      ],
    }),
  ]

  it('are found by id or by any of their names; other values go as text', () => {
    const listed = [{ attribute_id: 1n, attribute_value_list: [{ value_id: 5n }] }]
    expect(toAttributeList(known, { bahan: 'katun' })).toEqual(listed)
    expect(toAttributeList(known, { '1': ['5'] })).toEqual(listed)
    expect(toAttributeList(known, { Material: 'Linen' })).toEqual([
      { attribute_id: 1n, attribute_value_list: [{ value_id: 0, original_value_name: 'Linen' }] },
    ])
    expect(() => toAttributeList(known, { Rasa: 'Pedas' })).toThrow(
      expect.objectContaining({ fields: ['Rasa'] }),
    )
  })
})

describe('on the wire', () => {
  it('writes money with the decimals of its currency', () => {
    expect(toMajor({ amount: 59000, currency: 'IDR' })).toBe(59000)
    expect(toMajor({ amount: 1299, currency: 'SGD' })).toBe(12.99)
  })

  it('keeps file names from ending a header', () => {
    const { contentType, body } = multipart(
      { scene: 'normal' },
      { name: 'image', fileName: 'a"\r\nX: y.png', contentType: 'image/png', body: new Uint8Array([1, 2]) },
    )
    const boundary = contentType.split('boundary=')[1]!
    const text = Buffer.from(body).toString('latin1')
    expect(text).toContain('filename="a___X: y.png"')
    expect(text.split(`--${boundary}`)).toHaveLength(4)
    expect(text.endsWith(`\x01\x02\r\n--${boundary}--\r\n`)).toBe(true)
  })
})
