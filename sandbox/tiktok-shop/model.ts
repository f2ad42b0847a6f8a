/** What the stand-in remembers about apps, shops, goods and orders. Ids are text of up to 19 digits. */

export type Platform = 'TIKTOK_SHOP' | 'TOKOPEDIA'

export interface App {
  readonly appKey: string
  name: string
  appSecret: string
  serviceId: string
  redirectUrl: string
  webhookUrl: string
  /** Scopes the app asks for; a consent grants those of its moment. */
  readonly scopes: Set<string>
  readonly mutedTopics: Set<number>
  /** Declared caller addresses; empty = no list. */
  readonly allowedIps: string[]
  /** Addresses set through the Event API: `<shop>:<event type>`. */
  readonly shopWebhooks: Map<string, ShopWebhook>
}

export interface ShopWebhook {
  readonly eventType: string
  address: string
  readonly createTime: number
  updateTime: number
}

export interface Seller {
  readonly openId: string
  readonly name: string
  readonly shopIds: readonly string[]
}

export interface Warehouse {
  readonly id: string
  readonly name: string
  readonly type: 'SALES_WAREHOUSE' | 'RETURN_WAREHOUSE'
  readonly isDefault: boolean
  readonly city: string
  readonly province: string
  readonly address: string
}

/** One SKU in one warehouse: what buyers can take, and what open orders hold. */
export interface Shelf {
  available: number
  committed: number
}

export interface Sku {
  readonly id: string
  sellerSku: string
  options: readonly { readonly name: string; readonly value: string }[]
  price: number
  readonly shelves: Map<string, Shelf>
  /** While a promotion runs, available may not go below this. */
  promotionFloor: number
}

export type ProductStatus =
  | 'DRAFT'
  | 'PENDING'
  | 'FAILED'
  | 'ACTIVATE'
  | 'SELLER_DEACTIVATED'
  | 'PLATFORM_DEACTIVATED'
  | 'FREEZE'
  | 'DELETED'

export interface Product {
  readonly id: string
  title: string
  description: string
  readonly categoryId: string
  images: string[]
  weightKg: string
  /** By storefront; absent where it was never listed. */
  readonly statuses: Map<Platform, ProductStatus>
  auditing: boolean
  readonly skus: Sku[]
  readonly createTime: number
  updateTime: number
}

export type OrderStatus =
  | 'UNPAID'
  | 'ON_HOLD'
  | 'AWAITING_SHIPMENT'
  | 'PARTIALLY_SHIPPING'
  | 'AWAITING_COLLECTION'
  | 'IN_TRANSIT'
  | 'DELIVERED'
  | 'COMPLETED'
  | 'CANCELLED'

/** One line item is one unit. */
export interface Unit {
  readonly id: string
  readonly productId: string
  readonly skuId: string
  readonly productName: string
  readonly skuName: string
  readonly sellerSku: string
  readonly image: string
  readonly price: number
  readonly warehouseId: string
  packageId: string
  cancelled: boolean
}

export interface Order {
  readonly id: string
  readonly shopId: string
  readonly platform: Platform
  status: OrderStatus
  readonly createTime: number
  updateTime: number
  paidTime: number
  shippedTime: number
  collectionTime: number
  deliveryTime: number
  completedTime: number
  cancelTime: number
  cancelReason: string
  cancelledBy: '' | 'BUYER' | 'SELLER' | 'SYSTEM'
  /** The buyer's open wish to cancel. */
  cancelRequestId: string
  readonly buyer: string
  readonly city: string
  readonly message: string
  readonly shippingFee: number
  readonly deliveryOptionId: string
  readonly units: readonly Unit[]
}

export type ParcelStatus = 'TO_FULFILL' | 'PROCESSING' | 'FULFILLING' | 'COMPLETED' | 'CANCELLED'

export interface Parcel {
  readonly id: string
  readonly orderIds: string[]
  readonly unitIds: string[]
  readonly deliveryOptionId: string
  status: ParcelStatus
  tag: 'DEFAULT' | 'COMBINE' | 'SPLIT'
  trackingNumber: string
  providerId: string
  /** When the label can be printed; 0 = not shipped. */
  labelReadyAt: number
  readonly createTime: number
  updateTime: number
  readonly events: { readonly description: string; readonly atMs: number }[]
}

export interface Cancellation {
  readonly id: string
  readonly orderId: string
  readonly type: 'CANCEL' | 'BUYER_CANCEL'
  status: string
  readonly role: 'BUYER' | 'SELLER' | 'SYSTEM'
  readonly reason: string
  readonly createTime: number
  updateTime: number
}

export type ReturnType = 'REFUND' | 'RETURN_AND_REFUND' | 'REPLACEMENT'

export interface ReturnCase {
  readonly id: string
  readonly orderId: string
  readonly type: ReturnType
  status: string
  readonly unitIds: readonly string[]
  readonly reason: string
  readonly refund: number
  trackingNumber: string
  readonly createTime: number
  updateTime: number
}

export interface Shop {
  readonly id: string
  readonly code: string
  readonly name: string
  active: boolean
  readonly warehouses: readonly Warehouse[]
  readonly products: Map<string, Product>
  readonly orders: Map<string, Order>
  readonly parcels: Map<string, Parcel>
  readonly cancellations: Map<string, Cancellation>
  readonly returns: Map<string, ReturnCase>
  /** Pictures uploaded so far, by uri. */
  readonly uploads: Set<string>
  /** Answers to calls with an idempotency key. */
  readonly answered: Map<string, string>
}

/** Sum of what the buyer pays for the goods, cancelled units left out. */
export const goodsTotal = (order: Order): number =>
  order.units.reduce((sum, unit) => sum + (unit.cancelled ? 0 : unit.price), 0)

/** The status a product shows first: of the first storefront, else of the other. */
export const mainStatus = (product: Product): ProductStatus =>
  product.statuses.get('TIKTOK_SHOP') ?? product.statuses.get('TOKOPEDIA') ?? 'DRAFT'

export const isOnSale = (product: Product, platform: Platform): boolean =>
  product.statuses.get(platform) === 'ACTIVATE'

export const isLive = (product: Product): boolean => [...product.statuses.values()].includes('ACTIVATE')
