import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { asObject } from '../core/wire.ts'
import { SHOPS } from './shops.ts'
import { startKit, until } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId
const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('restart with a state file', () => {
  it('keeps consent, tokens, stock and orders, and finishes what was under way', async () => {
    const stateFile = join(folder, 'shopee.bin')
    const first = await startKit({ stateFile, timeScale: 1 })
    const link = await first.link(SHOP)
    const placed = await first.control('POST', '/orders', {
      shop_id: SHOP,
      lines: [{ sku: 'KOPI-KINTAMANI-200', quantity: 2 }],
      channel_id: 8003,
    })
    const sn = String(asObject(placed['order'])['sn'])
    await first.control('POST', `/orders/${sn}/advance`, { to: 'arrange' })
    await first.close()

    const second = await startKit({ stateFile, timeScale: 0.001 })
    expect((await second.asShop(link)('GET', '/shop/get_shop_info')).error).toBe('')
    const { shop, order } = second.sandbox.state.findOrder(sn)!
    const { unit } = second.sandbox.state.findUnit(shop, { sku: 'KOPI-KINTAMANI-200' })!
    const left = unit.stock
    expect(unit.promotion?.reserved).toBe(1)
    await until(() => order.parcels[0]!.trackingNumber !== '')
    await second.control('POST', `/orders/${sn}/advance`, { to: 'request_cancel' })
    await second.control('POST', `/orders/${sn}/advance`, { to: 'accept_cancel' })
    expect([unit.stock, unit.promotion?.reserved]).toEqual([left + 2, 3])
    await second.close()
  })
})
