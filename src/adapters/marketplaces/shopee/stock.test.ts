import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StockTarget } from '../../contract.ts'
import { shopee } from './index.ts'
import { failed, recorded, StubShopee, wrapped } from './testing/stubShopee.ts'

const adapter = shopee()
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
})
afterEach(() => stub.stop())
const answer = (name: string) => ({ body: recorded(name) })

describe('stock', () => {
  const UPDATE = '/api/v2/product/update_stock'
  const target = (externalItemId: string, externalVariantId: string, quantity = 7): StockTarget => ({
    externalItemId,
    externalVariantId,
    quantity,
  })
  const set = (...targets: StockTarget[]) => adapter.stock!.set(stub.session(), targets)

  it('reads success and failure of one answer', async () => {
    stub.on(UPDATE, answer('update_stock_mixed'))
    const [good, bad] = await set(target('3400133012', '10001457001'), target('3400133012', '10001457002', 1))
    expect(good).toEqual({
      externalItemId: '3400133012',
      externalVariantId: '10001457001',
      ok: true,
      quantity: 7,
    })
    expect(bad).toMatchObject({ ok: false, error: { kind: 'permanent' } })
    expect(bad?.ok === false && bad.error.explanation?.why.id).toContain('promosi')
    expect(JSON.parse(stub.seen[0]!.body)).toEqual({
      item_id: 3400133012,
      stock_list: [
        { model_id: 10001457001, seller_stock: [{ stock: 7 }] },
        { model_id: 10001457002, seller_stock: [{ stock: 1 }] },
      ],
    })
  })

  it('reads the lists of an answer that is an error as well', async () => {
    stub.on(UPDATE, answer('update_stock_all_failed'))
    const [result] = await set(target('3400133012', '10001457001'))
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'permanent', providerCode: 'error_busi_update_stock_failed' },
    })
    expect(result?.ok === false && result.error.explanation?.why.en).toContain('promotion')
  })

  it('accepts an item without models whose answer names no model', async () => {
    stub.on(UPDATE, answer('update_stock_item'))
    expect(await set(target('3400133011', ''))).toEqual([
      { externalItemId: '3400133011', externalVariantId: '', ok: true, quantity: 7 },
    ])
    expect(JSON.parse(stub.seen[0]!.body)).toMatchObject({ stock_list: [{ model_id: 0 }] })
  })

  it('takes silence about a model for a broken agreement', async () => {
    stub.on(UPDATE, wrapped({ success_list: [], failure_list: [] }))
    expect(await set(target('1', '2'))).toMatchObject([{ ok: false, error: { kind: 'contract' } }])
  })

  it('makes one call for an item, 50 models at most', async () => {
    stub.on(UPDATE, ({ body }) => {
      const { stock_list } = JSON.parse(body) as {
        stock_list: { model_id: number; seller_stock: { stock: number }[] }[]
      }
      return wrapped({
        success_list: stock_list.map((row) => ({
          model_id: row.model_id,
          stock: row.seller_stock[0]?.stock,
        })),
      })
    })
    const targets = Array.from({ length: 60 }, (_, index) => target('1', String(index + 1), index))
    const results = await set(...targets, target('2', '9'))
    expect(
      stub.seen.map((each) => (JSON.parse(each.body) as { stock_list: unknown[] }).stock_list.length).sort(),
    ).toEqual([1, 10, 50])
    expect(results.filter((each) => each.ok)).toHaveLength(61)
    expect(results.find((each) => each.externalVariantId === '33')).toMatchObject({ quantity: 32 })
  })

  it('repeats a call that was told to slow down', async () => {
    stub.on(UPDATE, (_request, nth) => (nth === 1 ? failed('error_rate_limit') : answer('update_stock_item')))
    expect(await set(target('1', ''))).toMatchObject([{ ok: true }])
  })

  it('does not let one refused item hold up the others', async () => {
    stub.on(UPDATE, ({ body }) =>
      body.includes('"item_id":1,')
        ? failed('error_inner', 'invalid stock location')
        : answer('update_stock_item'),
    )
    const results = await set(target('1', ''), target('2', ''))
    expect(results).toMatchObject([{ ok: false, error: { kind: 'permanent' } }, { ok: true }])
    expect(stub.to(UPDATE)).toHaveLength(2)
  })

  it('keeps the item itself and its variants in separate calls', async () => {
    stub.on(UPDATE, ({ body }) =>
      body.includes('"model_id":0')
        ? failed('error_edit_item_stock_for_item_has_model')
        : wrapped({ success_list: [{ model_id: 5, stock: 7 }], failure_list: [] }),
    )
    const results = await set(target('1', ''), target('1', '5'))
    expect(results.map((each) => [each.externalVariantId, each.ok])).toEqual([
      ['', false],
      ['5', true],
    ])
  })

  it('throws when nothing was decided, and stops asking', async () => {
    stub.on(UPDATE, failed('invalid_acceess_token'))
    const targets = Array.from({ length: 20 }, (_, index) => target(String(index + 1), ''))
    await expect(set(...targets)).rejects.toMatchObject({ reason: 'token_expired' })
    expect(stub.seen.length).toBeLessThanOrEqual(4)
  })

  it('writes to the warehouses of goods that lie in several', async () => {
    stub.on(UPDATE, ({ body }) =>
      body.includes('location_id')
        ? wrapped({
            success_list: [
              { model_id: 0, location_id: 'A', stock: 1 },
              { model_id: 0, location_id: 'B', stock: 6 },
            ],
          })
        : failed('error_busi', 'multi-warehouse shop needs location_id'),
    )
    const seller_stock = [
      { location_id: 'A', stock: 4 },
      { location_id: 'B', stock: 6 },
    ]
    stub.on(
      '/api/v2/product/get_item_base_info',
      wrapped({ item_list: [{ item_id: 1, stock_info_v2: { seller_stock } }] }),
    )
    expect(await set(target('1', ''))).toEqual([
      { externalItemId: '1', externalVariantId: '', ok: true, quantity: 7 },
    ])
    expect(JSON.parse(stub.to(UPDATE)[1]!.body)).toMatchObject({
      stock_list: [
        {
          seller_stock: [
            { stock: 1, location_id: 'A' },
            { stock: 6, location_id: 'B' },
          ],
        },
      ],
    })
  })

  it('keeps the refusal when it cannot learn where the goods lie', async () => {
    stub.on(UPDATE, failed('error_busi', 'multi-warehouse shop needs location_id'))
    stub.on('/api/v2/product/get_item_base_info', wrapped({ item_list: [{ item_id: 1 }] }))
    stub.on('/api/v2/shop/get_warehouse_detail', failed('warehouse.error_not_in_whitelist'))
    expect(await set(target('1', ''))).toMatchObject([{ ok: false, error: { providerCode: 'error_busi' } }])
    expect(stub.to(UPDATE)).toHaveLength(1)
  })

  it('has nothing to do without targets', async () => {
    expect(await set()).toEqual([])
  })
})
