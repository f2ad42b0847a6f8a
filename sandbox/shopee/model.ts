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
  promotion: Promotion | null
}

export type ItemStatus = 'NORMAL' | 'BANNED' | 'UNLIST' | 'REVIEWING' | 'SELLER_DELETE' | 'SHOPEE_DELETE'

export interface Tier {
  readonly name: string
  readonly options: readonly string[]
}

export interface Item {
  readonly itemId: number
  readonly name: string
  readonly description: string
  readonly sku: string
  readonly categoryId: number
  readonly weight: string
  readonly brand: string
  status: ItemStatus
  readonly createTime: number
  updateTime: number
  readonly tiers: readonly Tier[]
  readonly hasModels: boolean
  readonly units: SellableUnit[]
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
  readonly price: number
  readonly weightKg: number
  readonly orderItemId: number
  /** Units taken out of promotion stock, to be put back there on cancellation. */
  readonly fromPromotion: number
  readonly promotion: Promotion | null
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
  readonly packageNumber: string
  logisticsStatus: string
  trackingNumber: string
  cancelBy: string
  cancelReason: string
  buyerCancelReason: string
  /** Kind of air waybill and the moment it can be printed. */
  document: { readonly type: string; readonly readyAt: number } | null
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
}

/** Sum of an order's lines. */
export function goodsTotal(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0)
}
