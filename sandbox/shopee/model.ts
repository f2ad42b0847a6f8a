/** What the stand-in remembers about shops, goods and orders. */

export interface PartnerApp {
  readonly partnerId: number
  name: string
  partnerKey: string
  /** Empty = pushes are signed with the partner key. */
  pushKey: string
  /** Declared redirect domain; empty = not checked, as on the real platform. */
  redirectDomain: string
  callbackUrl: string
  readonly pushOff: Set<number>
  readonly blockedShops: Set<number>
  /** Path parts this app may not call. */
  readonly deniedPaths: string[]
  /** Declared caller addresses; empty = allow-list not enabled. */
  readonly allowedIps: string[]
  readonly lostPushes: LostPush[]
}

export interface LostPush {
  readonly messageId: number
  readonly shopId: number | null
  readonly code: number
  readonly lostAt: number
  readonly body: string
}

export interface Promotion {
  readonly promotionId: bigint
  readonly promotionType: string
  reserved: number
  readonly startTime: number
  readonly endTime: number
}

/** One sellable thing: an item without models, or one model of an item. */
export interface SellableUnit {
  /** 0 = the item itself. */
  readonly modelId: number
  readonly sku: string
  readonly name: string
  readonly tierIndex: readonly number[]
  price: number
  /** What buyers can still take, promotion stock included. */
  stock: number
  /** The same stock by location id; null in a shop without warehouses. */
  byLocation: Map<string, number> | null
  promotion: Promotion | null
}

export type ItemStatus = 'NORMAL' | 'BANNED' | 'UNLIST' | 'REVIEWING' | 'SELLER_DELETE' | 'SHOPEE_DELETE'

export interface Tier {
  readonly name: string
  readonly options: readonly string[]
  /** Picture ids of the options, in their order; empty = none. */
  readonly imageIds: readonly string[]
}

export interface Item {
  readonly itemId: number
  name: string
  description: string
  sku: string
  categoryId: number
  weight: string
  brandId: number
  brand: string
  condition: 'NEW' | 'USED'
  dimension: { readonly length: number; readonly width: number; readonly height: number }
  attributes: readonly ItemAttribute[]
  /** Uploaded pictures; empty = the drawn tile of seeded goods. */
  imageIds: readonly string[]
  status: ItemStatus
  readonly createTime: number
  updateTime: number
  tiers: readonly Tier[]
  hasModels: boolean
  units: SellableUnit[]
}

export interface ItemAttribute {
  readonly attributeId: number
  readonly values: readonly { readonly valueId: number; readonly name: string }[]
}

/** A picture uploaded through the API. */
export interface UploadedImage {
  readonly imageId: string
  readonly contentType: string
  readonly body: Buffer
}

/** A warehouse of a shop that keeps stock per location. */
export interface Warehouse {
  readonly warehouseId: number
  readonly locationId: string
  readonly name: string
  readonly city: string
  readonly address: string
}

export interface Channel {
  readonly id: number
  readonly name: string
  readonly methods: {
    readonly pickup?: readonly string[]
    readonly dropoff?: readonly string[]
    readonly nonIntegrated?: readonly string[]
  }
}

export interface Shop {
  readonly shopId: number
  readonly name: string
  readonly description: string
  readonly city: string
  readonly state: string
  readonly address: string
  readonly zipcode: string
  readonly mainAccountId: number
  status: 'NORMAL' | 'BANNED' | 'FROZEN'
  /** Empty for an ordinary shop. */
  readonly warehouses: readonly Warehouse[]
  readonly items: Map<number, Item>
  readonly orders: Map<string, Order>
  readonly returns: Map<string, ReturnCase>
}

export type OrderStatus =
  | 'UNPAID'
  | 'READY_TO_SHIP'
  | 'PROCESSED'
  | 'RETRY_SHIP'
  | 'SHIPPED'
  | 'TO_CONFIRM_RECEIVE'
  | 'IN_CANCEL'
  | 'CANCELLED'
  | 'TO_RETURN'
  | 'COMPLETED'

export interface OrderLine {
  readonly itemId: number
  readonly modelId: number
  readonly itemName: string
  readonly itemSku: string
  readonly modelName: string
  readonly modelSku: string
  readonly quantity: number
  cancelledQuantity: number
  readonly price: number
  readonly weightKg: number
  readonly orderItemId: number
  /** Units taken out of promotion stock, to be put back there on cancellation. */
  fromPromotion: number
  readonly promotion: Promotion | null
}

export interface TrackingEvent {
  readonly at: number
  readonly status: string
  readonly description: string
}

/** What travels as one: the whole order, or a part of a split one. */
export interface Parcel {
  readonly packageNumber: string
  readonly lines: readonly OrderLine[]
  logisticsStatus: string
  trackingNumber: string
  /** Kind of air waybill and the moment it can be printed. */
  document: { readonly type: string; readonly readyAt: number; readonly failed: boolean } | null
  readonly events: TrackingEvent[]
}

export interface Order {
  readonly sn: string
  readonly shopId: number
  status: OrderStatus
  statusBeforeCancelRequest: OrderStatus | null
  readonly createTime: number
  updateTime: number
  payTime: number | null
  shipByDate: number
  pickupDoneTime: number | null
  readonly buyerUserId: number
  readonly buyerName: string
  readonly city: string
  readonly message: string
  note: string
  noteUpdateTime: number
  readonly lines: readonly OrderLine[]
  readonly shippingFee: number
  readonly channel: Channel
  /** One, unless the seller has split the order. */
  parcels: Parcel[]
  cancelBy: string
  cancelReason: string
  buyerCancelReason: string
}

export interface ReturnCase {
  readonly sn: string
  readonly orderSn: string
  status: 'REQUESTED' | 'ACCEPTED' | 'CANCELLED' | 'JUDGING' | 'CLOSED' | 'PROCESSING' | 'SELLER_DISPUTE'
  readonly reason: string
  readonly text: string
  readonly refundAmount: number
  readonly createTime: number
  updateTime: number
  dispute: { readonly reasonId: number; readonly text: string; readonly email: string } | null
}

/** Units of a line that were not cancelled one by one. */
export function activeQuantity(line: OrderLine): number {
  return line.quantity - line.cancelledQuantity
}

/** Sum of what is left of an order's lines. */
export function goodsTotal(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.price * activeQuantity(line), 0)
}
