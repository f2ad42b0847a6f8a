import { SeededRandom } from '../core/random.ts'
import { NOT_ON_SALE, PRODUCTS, type SeedProduct } from './catalogue.ts'
import type { Channel, Item, SellableUnit, Shop, Tier } from './model.ts'
import { MAIN_ACCOUNT_ID, SHOPS, type SeedShop } from './shops.ts'
import { spreadStock } from './stock.ts'

/** Couriers of the stand-in; each asks for different things at ship_order. */
export const CHANNELS: readonly Channel[] = [
  { id: 8003, name: 'SPX Standard', methods: { pickup: ['address_id', 'pickup_time_id'], dropoff: [] } },
  { id: 8005, name: 'J&T Express', methods: { pickup: ['address_id', 'pickup_time_id'] } },
  { id: 80003, name: 'JNE Reguler', methods: { dropoff: ['sender_real_name'] } },
  { id: 80099, name: 'Kurir Toko', methods: { nonIntegrated: ['tracking_no'] } },
]

const DAY = 86400
/** Beyond 2^53, so that clients reading ids as floating-point numbers are found out. */
const FIRST_PROMOTION_ID = 216_543_879_012_345_679n

/** Builds the demo shops. The same seed gives the same shops, ids and numbers. */
export function seedShops(seed: number, nowSeconds: number): Map<number, Shop> {
  const random = new SeededRandom(seed)
  const ids = new IdSource(random)
  return new Map(SHOPS.map((shop) => [shop.shopId, seedShop(shop, random, ids, nowSeconds)]))
}

class IdSource {
  private item: number
  private model: number
  private promotion = FIRST_PROMOTION_ID
  constructor(private readonly random: SeededRandom) {
    this.item = 26_000_000_000 + random.int(0, 900_000_000)
    this.model = 180_000_000_000 + random.int(0, 900_000_000)
  }
  nextItem(): number {
    return (this.item += this.random.int(1_000, 90_000))
  }
  nextModel(): number {
    return (this.model += this.random.int(1_000, 90_000))
  }
  nextPromotion(): bigint {
    return (this.promotion += 2n)
  }
}

function seedShop(seed: SeedShop, random: SeededRandom, ids: IdSource, now: number): Shop {
  const products = seed.sells === 'all' ? PRODUCTS : PRODUCTS.filter((p) => seed.sells.includes(p.sku))
  const items = new Map<number, Item>()
  products.forEach((product, index) => {
    const item = seedItem(product, seed, random, ids, now)
    if (seed.sells === 'all') item.status = NOT_ON_SALE[product.sku] ?? 'NORMAL'
    for (const each of item.units) spreadStock(each, seed.warehouses)
    const unit = item.units[0]
    if (unit && index % 9 === 2 && item.status === 'NORMAL') addPromotion(unit, ids.nextPromotion(), 3, now)
    items.set(item.itemId, item)
  })
  return {
    shopId: seed.shopId,
    name: seed.name,
    description: seed.description,
    city: seed.city,
    state: seed.state,
    address: seed.address,
    zipcode: seed.zipcode,
    mainAccountId: MAIN_ACCOUNT_ID,
    status: 'NORMAL',
    warehouses: seed.warehouses,
    items,
    orders: new Map(),
    returns: new Map(),
  }
}

function seedItem(
  product: SeedProduct,
  shop: SeedShop,
  random: SeededRandom,
  ids: IdSource,
  now: number,
): Item {
  const created = now - random.int(40, 400) * DAY
  const price = (list: number): number => Math.round((list * (100 + shop.markup)) / 100 / 500) * 500
  const tiers = product.tierNames.map((name, tier): Tier => ({
    name,
    options: [...new Set(product.variants.map((variant) => variant.options[tier] ?? ''))],
    imageIds: [],
  }))
  const hasModels = product.variants.length > 0
  const units = hasModels
    ? product.variants.map((variant): SellableUnit => ({
        modelId: ids.nextModel(),
        sku: variant.sku,
        name: variant.options.join(','),
        tierIndex: tiers.map((tier, i) => tier.options.indexOf(variant.options[i] ?? '')),
        price: price(variant.price),
        stock: random.int(6, 60),
        byLocation: null,
        promotion: null,
      }))
    : [
        {
          modelId: 0,
          sku: product.sku,
          name: '',
          tierIndex: [],
          price: price(product.price),
          stock: random.int(6, 90),
          byLocation: null,
          promotion: null,
        },
      ]
  return {
    itemId: ids.nextItem(),
    name: product.name,
    description: product.description,
    sku: product.sku,
    categoryId: product.categoryId,
    weight: product.weight,
    brandId: product.brand === 'NoBrand' ? 0 : 1_100_000 + product.brand.length,
    brand: product.brand,
    condition: 'NEW',
    dimension: { length: 20, width: 15, height: 8 },
    attributes: [],
    imageIds: [],
    status: 'NORMAL',
    createTime: created,
    updateTime: created + random.int(1, 30) * DAY,
    tiers,
    hasModels,
    units,
  }
}

/** Puts a unit into a promotion that holds back part of its stock. */
export function addPromotion(unit: SellableUnit, promotionId: bigint, reserved: number, now: number): void {
  unit.promotion = {
    promotionId,
    promotionType: 'discount_promotions',
    reserved: Math.min(reserved, unit.stock),
    startTime: now - DAY,
    endTime: now + 14 * DAY,
  }
}
