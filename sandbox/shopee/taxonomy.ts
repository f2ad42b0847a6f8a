/** Categories, attributes and brands of the demo shops: pure data. */

export interface Category {
  readonly id: number
  readonly parentId: number
  readonly indonesian: string
  readonly english: string
}

export const CATEGORIES: readonly Category[] = [
  { id: 100629, parentId: 0, indonesian: 'Makanan & Minuman', english: 'Food & Beverages' },
  { id: 100869, parentId: 100629, indonesian: 'Kopi', english: 'Coffee' },
  { id: 100852, parentId: 100629, indonesian: 'Sambal & Bumbu', english: 'Sauces & Seasoning' },
  { id: 100011, parentId: 0, indonesian: 'Pakaian', english: 'Clothes' },
  { id: 100557, parentId: 100011, indonesian: 'Batik', english: 'Batik' },
  { id: 101006, parentId: 100011, indonesian: 'Kerudung', english: 'Hijab' },
  { id: 100630, parentId: 0, indonesian: 'Kecantikan', english: 'Beauty' },
  { id: 100664, parentId: 100630, indonesian: 'Perawatan Kulit', english: 'Skincare' },
  { id: 100636, parentId: 0, indonesian: 'Rumah', english: 'Home' },
  { id: 100721, parentId: 100636, indonesian: 'Dekorasi Rumah', english: 'Home Decor' },
]

export interface Attribute {
  readonly id: number
  readonly indonesian: string
  readonly english: string
  readonly mandatory: boolean
  /** 1 one of the values, 2 one of them or own text, 4 several of them. */
  readonly inputType: 1 | 2 | 4
  readonly values: readonly { readonly id: number; readonly indonesian: string; readonly english: string }[]
}

const ORIGIN: Attribute = {
  id: 100037,
  indonesian: 'Negara Asal',
  english: 'Country of Origin',
  mandatory: false,
  inputType: 1,
  values: [
    { id: 586, indonesian: 'Indonesia', english: 'Indonesia' },
    { id: 587, indonesian: 'Malaysia', english: 'Malaysia' },
  ],
}
const MATERIAL: Attribute = {
  id: 100134,
  indonesian: 'Bahan',
  english: 'Material',
  mandatory: true,
  inputType: 2,
  values: [
    { id: 1330, indonesian: 'Katun', english: 'Cotton' },
    { id: 1331, indonesian: 'Sutra', english: 'Silk' },
  ],
}
const OCCASION: Attribute = {
  id: 100389,
  indonesian: 'Acara',
  english: 'Occasion',
  mandatory: false,
  inputType: 4,
  values: [
    { id: 2210, indonesian: 'Kantor', english: 'Office' },
    { id: 2211, indonesian: 'Pesta', english: 'Party' },
  ],
}

/** The attributes of a category; clothes must name their material. */
export function attributesOf(categoryId: number): readonly Attribute[] {
  const clothes = CATEGORIES.find((category) => category.id === categoryId)?.parentId === 100011
  return clothes ? [MATERIAL, ORIGIN, OCCASION] : [ORIGIN]
}

/** Brands registered in every category. */
export const BRANDS: readonly { readonly id: number; readonly name: string }[] = [
  { id: 1_100_201, name: 'Rumah Nusantara' },
  { id: 1_100_202, name: 'Batik Laweyan' },
  { id: 1_100_203, name: 'Sekar Ayu' },
]

/** A category that goods may be listed in. */
export function isLeaf(categoryId: number): boolean {
  const known = CATEGORIES.some((category) => category.id === categoryId)
  return known && !CATEGORIES.some((category) => category.parentId === categoryId)
}
