import { StepRefused } from '../core/stepRefused.ts'
import { randomInt } from 'node:crypto'
import { BUYER_CITIES } from '../shopee/catalogue.ts'
import { addCharges, addReversal } from './money.ts'
import type { Order, Product, ReverseOrder, Shop, Sku, Unit, UnitStatus } from './model.ts'
import { pushPackage, pushReverse, pushUnitStatus } from './pushEvents.ts'
import { moveUnit, shelfOf, warehouseWithStock } from './stock.ts'
import type { World } from './world.ts'

const UNPAID_SECONDS = 30 * 60
const DAY = 86_400_000
const BUYERS = ['B***i', 'S***h', 'R***a', 'D***i', 'A***s', 'F***r']

/** Couriers of the platform. */
export const PROVIDERS = [
  { code: 'FM50', name: 'LEX ID' },
  { code: 'FM61', name: 'J&T Express' },
  { code: 'FM73', name: 'JNE Reguler' },
] as const

export interface OrderRequest {
  readonly sellerId: number
  readonly lines: readonly {
    readonly itemId?: number | undefined
    readonly skuId?: number | undefined
    readonly sku?: string | undefined
    readonly quantity: number
  }[]
  readonly paid: boolean
  readonly buyerName?: string | undefined
  readonly message?: string | undefined
}

/** A buyer places an order: takes the stock at once, or refuses the whole order when something is sold out. */
export function placeOrder(world: World, request: OrderRequest): Order {
  const shop = world.shops.get(request.sellerId)
  if (!shop) throw new StepRefused(`shop ${request.sellerId} does not exist`)
  const wanted = wantedSkus(world, shop, request)
  const { random } = world
  const now = world.clock.ms()
  const order: Order = {
    id: freshId(world),
    sellerId: shop.sellerId,
    createdAt: now,
    updatedAt: now,
    paidAt: null,
    slaAt: null,
    buyerName: request.buyerName || random.pick(BUYERS),
    city: random.pick(BUYER_CITIES),
    message: request.message ?? '',
    shippingFee: random.int(9, 24) * 1000,
    voucher: random.int(0, 3) === 0 ? 5000 : 0,
    units: [],
  }
  for (const [sku, { item, quantity }] of wanted) {
    for (let nth = 0; nth < quantity; nth++) order.units.push(newUnit(item, sku, now))
  }
  shop.orders.set(order.id, order)
  for (const unit of order.units) {
    moveUnit(world, shop, unit, 'sellable', 'withheld')
    pushUnitStatus(world, order, unit)
  }
  if (request.paid) payOrder(world, shop, order)
  else world.later(UNPAID_SECONDS, () => expireUnpaid(world, shop, order))
  return order
}

function wantedSkus(
  world: World,
  shop: Shop,
  request: OrderRequest,
): Map<Sku, { item: Product; quantity: number }> {
  if (request.lines.length === 0) throw new StepRefused('an order needs at least one line')
  const wanted = new Map<Sku, { item: Product; quantity: number }>()
  for (const line of request.lines) {
    const found = world.findSku(shop, { itemId: line.itemId, skuId: line.skuId, sellerSku: line.sku })
    if (!found) throw new StepRefused('this shop does not sell such an item')
    const { item, sku } = found
    if (item.status !== 'Active' || sku.status !== 'active') {
      throw new StepRefused(`${item.name} is not on sale (${item.status}/${sku.status})`)
    }
    if (!Number.isInteger(line.quantity) || line.quantity < 1) {
      throw new StepRefused('quantity must be a whole number above 0')
    }
    const quantity = (wanted.get(sku)?.quantity ?? 0) + line.quantity
    const left = sku.buckets.reduce((sum, bucket) => sum + bucket.sellable, 0)
    if (quantity > left) throw new StepRefused(`${item.name}: ${quantity} wanted, ${left} left`)
    wanted.set(sku, { item, quantity })
  }
  return wanted
}

function newUnit(item: Product, sku: Sku, now: number): Unit {
  return {
    id: longId(),
    itemId: item.itemId,
    skuId: sku.skuId,
    sellerSku: sku.sellerSku,
    name: item.name,
    variation: Object.entries(sku.options)
      .map(([name, value]) => `${name}:${value}`)
      .join(', '),
    price: sku.price,
    warehouseCode: warehouseWithStock(sku)?.warehouseCode ?? 'dropshipping',
    status: 'unpaid',
    packageId: '',
    trackingCode: '',
    provider: '',
    reason: '',
    reverseOrderId: '',
    cancelPending: false,
    updatedAt: now,
  }
}

/** Sixteen digits, most beyond 2^53: clients that read ids as floating-point numbers are found out. */
const longId = (): string => `9${randomInt(1, 10)}${String(randomInt(1e14)).padStart(14, '0')}`

function freshId(world: World): string {
  let id: string
  do id = longId()
  while (world.findOrder(id))
  return id
}

/** Moves units to a status, stamps them and pushes the news, one message per unit. */
export function setStatus(world: World, order: Order, units: readonly Unit[], status: UnitStatus): void {
  const now = world.clock.ms()
  order.updatedAt = now
  for (const unit of units) {
    unit.status = status
    unit.updatedAt = now
    pushUnitStatus(world, order, unit)
  }
}

function expireUnpaid(world: World, shop: Shop, order: Order): void {
  const unpaid = order.units.filter((unit) => unit.status === 'unpaid')
  if (unpaid.length > 0) cancelUnits(world, shop, order, unpaid, 'Payment time is over')
}

/** unpaid → pending. */
export function payOrder(world: World, shop: Shop, order: Order): void {
  const units = order.units.filter((unit) => unit.status === 'unpaid')
  order.paidAt = world.clock.ms()
  order.slaAt = order.paidAt + 2 * DAY
  for (const unit of units) moveUnit(world, shop, unit, 'withheld', 'occupied')
  setStatus(world, order, units, 'pending')
}

/** pending → packed, all in one parcel. */
export function packUnits(world: World, order: Order, units: readonly Unit[], providerCode?: string): string {
  const provider = PROVIDERS.find((each) => each.code === providerCode) ?? PROVIDERS[0]
  const packageId = `FP${digits(13)}`
  const trackingCode = `LXID${digits(10)}`
  for (const unit of units) Object.assign(unit, { packageId, trackingCode, provider: provider.name })
  setStatus(world, order, units, 'packed')
  return packageId
}

/** packed → pending: the parcel is dead, the units can be packed anew. */
export function repackUnits(world: World, order: Order, units: readonly Unit[]): void {
  for (const unit of units) Object.assign(unit, { packageId: '', trackingCode: '', provider: '' })
  setStatus(world, order, units, 'pending')
}

/** packed → ready_to_ship: the goods leave the stock. */
export function readyUnits(world: World, shop: Shop, order: Order, units: readonly Unit[]): void {
  for (const unit of units) moveUnit(world, shop, unit, 'occupied', null)
  setStatus(world, order, units, 'ready_to_ship')
  for (const packageId of packagesOf(units)) pushPackage(world, order, packageId, 'READY_TO_SHIP')
}

/** The courier's moves. */
export function moveParcels(
  world: World,
  order: Order,
  units: readonly Unit[],
  status: UnitStatus,
  packageStatus: string,
): void {
  setStatus(world, order, units, status)
  for (const packageId of packagesOf(units)) pushPackage(world, order, packageId, packageStatus)
}

/** delivered, and the money is credited. */
export function deliverUnits(world: World, shop: Shop, order: Order, units: readonly Unit[]): void {
  moveParcels(world, order, units, 'delivered', 'DELIVERED')
  addCharges(world, shop, order, units)
}

const packagesOf = (units: readonly Unit[]): Set<string> =>
  new Set(units.map((unit) => unit.packageId).filter(Boolean))

/** Ends units and gives their stock back. */
export function cancelUnits(
  world: World,
  shop: Shop,
  order: Order,
  units: readonly Unit[],
  reason: string,
): void {
  for (const unit of units) {
    moveUnit(world, shop, unit, shelfOf(unit), 'sellable')
    unit.reason = reason
    unit.cancelPending = false
  }
  setStatus(world, order, units, 'canceled')
}

/** Opens a return or cancellation over units. */
export function openReverse(
  world: World,
  shop: Shop,
  order: Order,
  units: readonly Unit[],
  opening: Pick<ReverseOrder, 'type' | 'reasonId' | 'reasonText'> & { status: string },
): ReverseOrder {
  const { status, ...rest } = opening
  const now = world.clock.ms()
  const reverse: ReverseOrder = {
    id: longId(),
    orderId: order.id,
    ...rest,
    createdAt: now,
    disputed: false,
    lines: units.map((unit) => ({ id: longId(), unitId: unit.id, status, modifiedAt: now })),
  }
  shop.reverses.set(reverse.id, reverse)
  for (const unit of units) unit.reverseOrderId = reverse.id
  for (const line of reverse.lines) pushReverse(world, order, reverse, line)
  return reverse
}

/** Moves all lines of a return to a status and pushes the news. */
export function setReverseStatus(world: World, shop: Shop, reverse: ReverseOrder, status: string): void {
  const order = shop.orders.get(reverse.orderId)
  for (const line of reverse.lines) {
    line.status = status
    line.modifiedAt = world.clock.ms()
    if (order) pushReverse(world, order, reverse, line)
  }
}

/** The money goes back; goods that came back are returned. */
export function refund(world: World, shop: Shop, reverse: ReverseOrder): void {
  const order = shop.orders.get(reverse.orderId)
  setReverseStatus(world, shop, reverse, 'REFUND_SUCCESS')
  if (!order) return
  const units = order.units.filter((unit) => reverse.lines.some((line) => line.unitId === unit.id))
  addReversal(world, shop, order, units)
  if (reverse.type === 'RETURN') setStatus(world, order, units, 'returned')
}

/** The buyer asks to cancel a paid order. */
export function requestCancel(world: World, shop: Shop, order: Order, units: readonly Unit[]): ReverseOrder {
  const reverse = openReverse(world, shop, order, units, {
    type: 'CANCEL',
    reasonId: '10000302',
    reasonText: 'Ingin mengubah alamat pengiriman',
    status: 'CANCEL_INIT',
  })
  for (const unit of units) unit.cancelPending = true
  setStatus(world, order, units, units[0]?.status ?? 'pending')
  return reverse
}

/** The seller's answer to the buyer's request. */
export function answerCancel(world: World, shop: Shop, reverse: ReverseOrder, agree: boolean): void {
  const order = shop.orders.get(reverse.orderId)
  if (!order) return
  const units = order.units.filter((unit) => unit.cancelPending && unit.reverseOrderId === reverse.id)
  setReverseStatus(world, shop, reverse, agree ? 'CANCEL_SUCCESS' : 'CANCEL_REJECTED')
  if (agree) cancelUnits(world, shop, order, units, reverse.reasonText)
  else {
    for (const unit of units) Object.assign(unit, { cancelPending: false, reverseOrderId: '' })
    setStatus(world, order, units, units[0]?.status ?? 'pending')
  }
}

const digits = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')
