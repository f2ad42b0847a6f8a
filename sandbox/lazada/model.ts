/** What the stand-in remembers about sellers, goods and orders. Instants are milliseconds. */

export interface App {
  readonly appKey: number
  name: string
  appSecret: string
  status: 'test' | 'online'
  /** ASA: the seller subscribes, and tokens cannot be refreshed. */
  policy: 'ALA' | 'ASA'
  /** App Callback URL; empty = not checked. */
  redirectUrl: string
  /** Push address; empty = none. */
  callbackUrl: string
  /** Set when more than half of the latest pushes failed. */
  pushPaused: boolean
  /** Deliveries up to this push no longer count towards the pause. */
  pushWatchedFrom: number
  readonly pushOff: Set<number>
  /** Path parts this app may not call. */
  readonly deniedPaths: string[]
  /** Whitelisted caller addresses; empty = no list. */
  readonly allowedIps: string[]
}

export interface SellerRow {
  readonly country: string
  readonly userId: string
  readonly sellerId: number
  readonly shortCode: string
}

/** A login. A cross-border one sells in all six countries. */
export interface Account {
  readonly email: string
  readonly country: string
  readonly sellers: readonly SellerRow[]
}

export interface Warehouse {
  readonly code: string
  readonly name: string
  readonly address: string
  readonly isDefault: boolean
}

/** Stock of a SKU in a warehouse; the total is the sum of the three. */
export interface Bucket {
  readonly warehouseCode: string
  sellable: number
  /** Held by unpaid orders. */
  withheld: number
  /** Held by paid orders until they are ready to ship. */
  occupied: number
}

export interface Sku {
  readonly skuId: number
  sellerSku: string
  readonly options: Readonly<Record<string, string>>
  price: number
  status: 'active' | 'inactive' | 'deleted'
  readonly buckets: Bucket[]
}

export type ProductStatus = 'Active' | 'InActive' | 'Pending QC' | 'Suspended' | 'Deleted'

export interface Product {
  readonly itemId: number
  name: string
  description: string
  readonly categoryId: number
  readonly brand: string
  readonly weightKg: string
  readonly attributes: Readonly<Record<string, string>>
  status: ProductStatus
  readonly createdAt: number
  updatedAt: number
  images: string[]
  readonly skus: Sku[]
}

export type UnitStatus =
  | 'unpaid'
  | 'pending'
  | 'packed'
  | 'ready_to_ship'
  | 'shipped'
  | 'delivered'
  | 'canceled'
  | 'failed_delivery'
  | 'shipped_back'
  | 'shipped_back_success'
  | 'lost_by_3pl'
  | 'returned'

/** One unit of an order: the platform has no quantity. */
export interface Unit {
  readonly id: string
  readonly itemId: number
  readonly skuId: number
  readonly sellerSku: string
  readonly name: string
  readonly variation: string
  readonly price: number
  readonly warehouseCode: string
  status: UnitStatus
  packageId: string
  trackingCode: string
  provider: string
  reason: string
  reverseOrderId: string
  cancelPending: boolean
  updatedAt: number
}

export interface Order {
  readonly id: string
  readonly sellerId: number
  readonly createdAt: number
  updatedAt: number
  paidAt: number | null
  slaAt: number | null
  readonly buyerName: string
  readonly city: string
  readonly message: string
  readonly shippingFee: number
  readonly voucher: number
  readonly units: Unit[]
}

export interface ReverseLine {
  readonly id: string
  readonly unitId: string
  status: string
  modifiedAt: number
}

export interface ReverseOrder {
  readonly id: string
  readonly orderId: string
  readonly type: 'CANCEL' | 'RETURN' | 'ONLY_REFUND'
  readonly reasonId: string
  readonly reasonText: string
  readonly createdAt: number
  disputed: boolean
  readonly lines: ReverseLine[]
}

export interface Transaction {
  readonly number: string
  readonly at: number
  readonly orderId: string
  readonly unitId: string
  readonly sellerSku: string
  readonly feeType: string
  readonly feeName: string
  readonly amount: number
}

export interface Shop {
  readonly sellerId: number
  readonly shortCode: string
  readonly name: string
  readonly company: string
  readonly city: string
  readonly email: string
  readonly crossBorder: boolean
  status: 'ACTIVE' | 'INACTIVE' | 'DELETED'
  verified: boolean
  /** During a campaign stock may only grow. */
  campaign: boolean
  readonly warehouses: readonly Warehouse[]
  readonly items: Map<number, Product>
  readonly orders: Map<string, Order>
  readonly reverses: Map<string, ReverseOrder>
  readonly transactions: Transaction[]
}

/** All sellable units of a SKU. */
export const sellableOf = (sku: Sku): number => sku.buckets.reduce((sum, bucket) => sum + bucket.sellable, 0)

/** What a SKU has in all, held units included. */
export const totalOf = (sku: Sku): number =>
  sku.buckets.reduce((sum, bucket) => sum + bucket.sellable + bucket.withheld + bucket.occupied, 0)

/** Sum of an order's units. */
export const goodsTotal = (order: Order): number => order.units.reduce((sum, unit) => sum + unit.price, 0)

/** The distinct statuses of an order's units. */
export const statusesOf = (order: Order): UnitStatus[] => [...new Set(order.units.map((unit) => unit.status))]
