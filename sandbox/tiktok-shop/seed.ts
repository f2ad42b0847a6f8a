import { SeededRandom } from '../core/random.ts'
import { PRODUCTS, SHOPS, SPECIAL, type SeedProduct, type SeedShop } from './catalogue.ts'
import type { Platform, Product, ProductStatus, Shelf, Shop, Sku, Warehouse } from './model.ts'

const DAY = 86_400

/** Builds the demo shops. The same seed gives the same shops, ids and numbers. */
export function seedShops(seed: number, nowSeconds: number): Map<string, Shop> {
  const random = new SeededRandom(seed)
  const ids = new IdSource(random)
  return new Map(SHOPS.map((shop) => [shop.id, seedShop(shop, random, ids, nowSeconds)]))
}

class IdSource {
  private last: bigint
  constructor(private readonly random: SeededRandom) {
    this.last = 1_729_400_000_000_000_000n + BigInt(random.int(1, 900_000_000))
  }
  next(): string {
    this.last += BigInt(this.random.int(1_001, 900_000))
    return String(this.last)
  }
}

function seedShop(seed: SeedShop, random: SeededRandom, ids: IdSource, now: number): Shop {
  const warehouses = seedWarehouses(seed, ids)
  const goods =
    seed.sells === 'all' ? PRODUCTS : PRODUCTS.filter((product) => seed.sells.includes(product.sku))
  const products = goods.map((product, at) => {
    const special = seed.sells === 'all' ? SPECIAL[product.sku] : undefined
    const places = warehouses.filter(
      ({ type, isDefault }) => type === 'SALES_WAREHOUSE' && (isDefault || at % 4 === 0),
    )
    return seedProduct(product, seed, special, places, random, ids, now)
  })
  return {
    id: seed.id,
    code: seed.code,
    name: seed.name,
    active: true,
    warehouses,
    products: new Map(products.map((product) => [product.id, product])),
    orders: new Map(),
    parcels: new Map(),
    cancellations: new Map(),
    returns: new Map(),
    uploads: new Set(),
    answered: new Map(),
  }
}

function seedWarehouses(seed: SeedShop, ids: IdSource): Warehouse[] {
  const at = { city: seed.city, province: seed.province, address: seed.address }
  const main: Warehouse = {
    id: ids.next(),
    name: `Gudang ${seed.city}`,
    type: 'SALES_WAREHOUSE',
    isDefault: true,
    ...at,
  }
  const second: Warehouse[] = seed.secondCity
    ? [
        {
          id: ids.next(),
          name: `Gudang ${seed.secondCity}`,
          type: 'SALES_WAREHOUSE',
          isDefault: false,
          city: seed.secondCity,
          province: 'Jawa Timur',
          address: 'Jl. Rungkut Industri No. 7',
        },
      ]
    : []
  // The same place takes returns under an id of its own.
  return [
    main,
    ...second,
    { ...main, id: ids.next(), name: `Retur ${seed.city}`, type: 'RETURN_WAREHOUSE', isDefault: true },
  ]
}

function seedProduct(
  product: SeedProduct,
  shop: SeedShop,
  special: Readonly<Partial<Record<Platform, ProductStatus>>> | undefined,
  places: readonly Warehouse[],
  random: SeededRandom,
  ids: IdSource,
  now: number,
): Product {
  const created = now - random.int(40, 300) * DAY
  const id = ids.next()
  const skus = product.variants.map(([suffix, options, price]): Sku => ({
    id: ids.next(),
    sellerSku: suffix === '' ? product.sku : `${product.sku}-${suffix}`,
    options: options.map((value, at) => ({ name: product.optionNames[at] ?? 'Varian', value })),
    price: Math.round((price * (100 + shop.markup)) / 100 / 500) * 500,
    shelves: new Map(
      places.map((place): [string, Shelf] => [place.id, { available: random.int(6, 60), committed: 0 }]),
    ),
    promotionFloor: 0,
  }))
  return {
    id,
    title: product.title,
    description: `<p>${product.description}</p>`,
    categoryId: product.categoryId,
    images: [`tos-sandbox/${id}`],
    weightKg: product.weightKg,
    statuses: new Map(
      Object.entries(special ?? { TIKTOK_SHOP: 'ACTIVATE', TOKOPEDIA: 'ACTIVATE' }) as [
        Platform,
        ProductStatus,
      ][],
    ),
    auditing: false,
    skus,
    createTime: created,
    updateTime: created + random.int(1, 30) * DAY,
  }
}
