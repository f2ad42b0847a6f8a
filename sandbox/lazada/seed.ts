import { SeededRandom } from '../core/random.ts'
import { PRODUCTS, type SeedProduct } from '../shopee/catalogue.ts'
import type { Account, Bucket, Product, SellerRow, Shop, Sku, Warehouse } from './model.ts'

const DAY = 86_400_000
const COUNTRIES = ['id', 'sg', 'my', 'th', 'vn', 'ph']

interface SeedShop {
  readonly sellerId: number
  readonly userId: string
  readonly shortCode: string
  readonly name: string
  readonly company: string
  readonly city: string
  readonly email: string
  readonly crossBorder: boolean
  /** Codes of the goods it sells; the same code in two shops is the same thing, at other marketplaces too. */
  readonly sells: readonly string[]
  /** Percent on top of the list price. */
  readonly markup: number
  readonly warehouses: readonly Warehouse[]
}

const DEFAULT_WAREHOUSE: Warehouse = {
  code: 'dropshipping',
  name: 'Gudang utama',
  address: 'Jl. Cihampelas No. 112, Bandung',
  isDefault: true,
}

const SHOPS: readonly SeedShop[] = [
  {
    sellerId: 400614207711,
    userId: '100614207',
    shortCode: 'ID2RUMAH',
    name: 'Rumah Nusantara',
    company: 'CV Rumah Nusantara Jaya',
    city: 'Bandung',
    email: 'rumah@toko.test',
    crossBorder: false,
    sells: PRODUCTS.map((product) => product.sku),
    markup: 2,
    warehouses: [DEFAULT_WAREHOUSE],
  },
  {
    sellerId: 400612339904,
    userId: '100612339',
    shortCode: 'ID10RV7',
    name: 'Laweyan Batik & Dapur',
    company: 'PT Laweyan Karya Rasa',
    city: 'Surakarta',
    email: 'laweyan@toko.test',
    crossBorder: false,
    sells: [
      'KOPI-GAYO',
      'KOPI-TORAJA',
      'BATIK-PARANG',
      'BATIK-KAWUNG',
      'DASTER-BATIK',
      'SARUNG-TENUN',
      'SAMBAL-ROA',
      'RENDANG-250',
      'MADU-HUTAN',
    ],
    markup: 4,
    warehouses: [
      DEFAULT_WAREHOUSE,
      {
        code: 'ID10RV7-WH-10002',
        name: 'Gudang Cikarang',
        address: 'Jl. Jababeka XI, Cikarang',
        isDefault: false,
      },
    ],
  },
  {
    sellerId: 400618855230,
    userId: '100618855',
    shortCode: 'ID9AYUCB',
    name: 'Ayu & Sekar Global',
    company: 'Ayu Sekar Pte Ltd',
    city: 'Jakarta',
    email: 'global@toko.test',
    crossBorder: true,
    sells: ['HIJAB-PASH', 'HIJAB-SEGI4', 'SERUM-BENGKOANG', 'SABUN-SEREH', 'KOPI-GAYO', 'DASTER-BATIK'],
    markup: 12,
    warehouses: [DEFAULT_WAREHOUSE],
  },
]

/** Goods of the first shop that are not on sale, by code. */
const NOT_ON_SALE: Readonly<Record<string, 'InActive' | 'Suspended'>> = {
  'TAPLAK-RAJUT': 'InActive',
  'MADU-HUTAN': 'Suspended',
}

/** The logins of the demo sellers. */
export const ACCOUNTS: readonly Account[] = SHOPS.map((shop) => ({
  email: shop.email,
  country: shop.crossBorder ? 'cb' : 'id',
  sellers: shop.crossBorder
    ? COUNTRIES.map((country, index): SellerRow => ({
        country,
        userId: `${shop.userId}${index}`,
        sellerId: shop.sellerId + index,
        shortCode: shop.shortCode.replace('ID', country.toUpperCase()),
      }))
    : [{ country: 'id', userId: shop.userId, sellerId: shop.sellerId, shortCode: shop.shortCode }],
}))

/** Builds the demo shops. The same seed gives the same shops, ids and numbers. */
export function seedShops(seed: number, now: number): Map<number, Shop> {
  const random = new SeededRandom(seed)
  const ids = {
    item: 7_940_000_000 + random.int(0, 9_000_000),
    sku: 14_350_000_000 + random.int(0, 90_000_000),
  }
  return new Map(
    SHOPS.map((shop) => {
      const items = new Map<number, Product>()
      for (const product of PRODUCTS.filter((each) => shop.sells.includes(each.sku))) {
        const made = seedProduct(product, shop, random, ids, now)
        if (shop === SHOPS[0]) made.status = NOT_ON_SALE[product.sku] ?? 'Active'
        items.set(made.itemId, made)
      }
      return [shop.sellerId, { ...plainShop(shop), items }]
    }),
  )
}

function plainShop(shop: SeedShop): Omit<Shop, 'items'> {
  const { sellerId, shortCode, name, company, city, email, crossBorder, warehouses } = shop
  return {
    sellerId,
    shortCode,
    name,
    company,
    city,
    email,
    crossBorder,
    warehouses,
    status: 'ACTIVE',
    verified: true,
    campaign: false,
    orders: new Map(),
    reverses: new Map(),
    transactions: [],
  }
}

function seedProduct(
  product: SeedProduct,
  shop: SeedShop,
  random: SeededRandom,
  ids: { item: number; sku: number },
  now: number,
): Product {
  ids.item += random.int(1_000, 90_000)
  const itemId = ids.item
  const createdAt = now - random.int(40, 400) * DAY
  const price = (list: number): number => Math.round((list * (100 + shop.markup)) / 100 / 500) * 500
  const sku = (sellerSku: string, list: number, options: Record<string, string>): Sku => ({
    skuId: (ids.sku += random.int(1_000, 90_000)),
    sellerSku,
    options,
    price: price(list),
    status: 'active',
    buckets: shop.warehouses.map((warehouse): Bucket => ({
      warehouseCode: warehouse.code,
      sellable: warehouse.isDefault ? random.int(6, 60) : random.int(0, 15),
      withheld: 0,
      occupied: 0,
    })),
  })
  return {
    itemId,
    name: product.name,
    description: product.description,
    categoryId: CATEGORY_OF[product.categoryId] ?? 10100234,
    brand: product.brand === 'NoBrand' ? 'No Brand' : product.brand,
    weightKg: product.weight,
    attributes: {},
    status: 'Active',
    createdAt,
    updatedAt: createdAt + random.int(1, 30) * DAY,
    images: [`/img/${itemId}.svg`],
    skus:
      product.variants.length > 0
        ? product.variants.map((variant) =>
            sku(
              variant.sku,
              variant.price,
              Object.fromEntries(product.tierNames.map((name, tier) => [name, variant.options[tier] ?? ''])),
            ),
          )
        : [sku(product.sku, product.price, {})],
  }
}

/** The categories of the goods in this platform's tree. */
export const CATEGORIES: readonly { readonly id: number; readonly name: string }[] = [
  { id: 10100234, name: 'Kopi' },
  { id: 10100512, name: 'Batik' },
  { id: 10100640, name: 'Kerudung' },
  { id: 10100288, name: 'Bumbu & Makanan' },
  { id: 10100731, name: 'Perawatan Kulit' },
  { id: 10100820, name: 'Dekorasi Rumah' },
]
const CATEGORY_OF: Readonly<Record<number, number>> = {
  100869: 10100234,
  100557: 10100512,
  101006: 10100640,
  100852: 10100288,
  100664: 10100731,
  100721: 10100820,
}
