import { StepRefused } from '../core/stepRefused.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sellableOf, totalOf, type Sku } from './model.ts'
import { placeOrder } from './orderLife.ts'
import { advanceOrder, type Step } from './orderSteps.ts'
import { SELLER, startKit, until } from './testKit.ts'

let kit: Awaited<ReturnType<typeof startKit>>
let sku: Sku
beforeAll(async () => {
  kit = await startKit({ timeScale: 0.0001 })
})
afterAll(() => kit.close())
beforeEach(() => {
  kit.sandbox.state.reset(1)
  const shop = kit.sandbox.state.shops.get(SELLER)!
  sku = kit.sandbox.state.findSku(shop, { sellerSku: 'SABUN-SEREH' })!.sku
  sku.buckets[0]!.sellable = 10
})

const place = (paid: boolean, quantity = 2) =>
  placeOrder(kit.sandbox.state, { sellerId: SELLER, lines: [{ sku: 'SABUN-SEREH', quantity }], paid })
const shelves = () => {
  const [bucket] = sku.buckets
  return [bucket!.sellable, bucket!.withheld, bucket!.occupied, totalOf(sku)]
}

describe('stock', () => {
  it('moves from sellable over withheld and occupied out of the house', () => {
    const order = place(false)
    expect(shelves()).toEqual([8, 2, 0, 10])
    advanceOrder(kit.sandbox.state, order.id, 'pay')
    expect(shelves()).toEqual([8, 0, 2, 10])
    advanceOrder(kit.sandbox.state, order.id, 'pack')
    expect(shelves()).toEqual([8, 0, 2, 10])
    advanceOrder(kit.sandbox.state, order.id, 'ready_to_ship')
    expect(shelves()).toEqual([8, 0, 0, 8])
  })

  it.each<Step[][]>([[[]], [['pack']], [['pack', 'ready_to_ship']]])(
    'comes back when cancelled after %j',
    (steps) => {
      const order = place(true)
      for (const step of steps) advanceOrder(kit.sandbox.state, order.id, step)
      advanceOrder(kit.sandbox.state, order.id, 'cancel')
      expect(shelves()).toEqual([10, 0, 0, 10])
    },
  )

  it('comes back when nobody pays in time', async () => {
    const order = place(false)
    await until(() => order.units.every((unit) => unit.status === 'canceled'))
    expect(sellableOf(sku)).toBe(10)
  })

  it('is never sold twice', () => {
    place(true, 10)
    expect(() => place(true, 1)).toThrow(StepRefused)
  })
})

describe('steps', () => {
  it('are refused out of turn', () => {
    const order = place(true)
    for (const step of ['ship', 'deliver', 'pay', 'return'] as const) {
      expect(() => advanceOrder(kit.sandbox.state, order.id, step)).toThrow(StepRefused)
    }
  })

  it('go back to the seller when nobody is at home', () => {
    const order = place(true)
    for (const step of ['arrange', 'ship', 'delivery_failed', 'ship_back', 'receive_back'] as const) {
      advanceOrder(kit.sandbox.state, order.id, step)
    }
    expect(order.units.map((unit) => unit.status)).toEqual(['shipped_back_success', 'shipped_back_success'])
  })

  it('work over the control API, with the names of the other stand-ins', async () => {
    const placed = await kit.control('POST', '/orders', {
      shop_id: SELLER,
      lines: [{ sku: 'SABUN-SEREH', quantity: 1 }],
    })
    const { sn, steps } = placed['order'] as { sn: string; steps: string[] }
    expect(steps).toContain('arrange')
    expect(await kit.control('POST', `/orders/${sn}/advance`, { to: 'arrange' })).toMatchObject({
      status: 200,
    })
    expect(await kit.control('POST', `/orders/${sn}/advance`, { to: 'pay' })).toMatchObject({ status: 409 })
    expect(
      await kit.control('POST', '/orders', {
        shop_id: SELLER,
        lines: [{ sku: 'SABUN-SEREH', quantity: 99 }],
      }),
    ).toMatchObject({ status: 409 })
    expect(await kit.control('GET', '/state')).toMatchObject({ standIn: 'lazada', title: 'Lazada' })
  })
})
