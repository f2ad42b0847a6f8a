import { randomInt } from 'node:crypto'
import type { Order, Shop, Unit } from './model.ts'
import type { World } from './world.ts'

/** Fee types as the platform numbers them. */
const FEES = {
  price: { type: '13', name: 'Item Price Credit' },
  commission: { type: '16', name: 'Commission' },
  payment: { type: '3', name: 'Payment Fee' },
  shipping: { type: '8', name: 'Shipping Fee (Paid By Customer)' },
  reversedPrice: { type: '14', name: 'Reversal Item Price' },
  reversedCommission: { type: '15', name: 'Reversal Commission' },
} as const

/** Books what delivered units bring in and cost. */
export function addCharges(world: World, shop: Shop, order: Order, units: readonly Unit[]): void {
  for (const unit of units) {
    book(world, shop, order, unit, 'price', unit.price)
    book(world, shop, order, unit, 'commission', -unit.price * 0.045)
    book(world, shop, order, unit, 'payment', -unit.price * 0.0182)
  }
  const [first] = units
  if (first) book(world, shop, order, first, 'shipping', order.shippingFee)
}

/** Books what refunded units give back. */
export function addReversal(world: World, shop: Shop, order: Order, units: readonly Unit[]): void {
  for (const unit of units) {
    book(world, shop, order, unit, 'reversedPrice', -unit.price)
    book(world, shop, order, unit, 'reversedCommission', unit.price * 0.045)
  }
}

function book(
  world: World,
  shop: Shop,
  order: Order,
  unit: Unit,
  fee: keyof typeof FEES,
  amount: number,
): void {
  shop.transactions.push({
    number: `TRN${randomInt(1e12)}`,
    at: world.clock.ms(),
    orderId: order.id,
    unitId: unit.id,
    sellerSku: unit.sellerSku,
    feeType: FEES[fee].type,
    feeName: FEES[fee].name,
    amount: Math.round(amount),
  })
}
