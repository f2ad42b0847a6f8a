import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asArray, asObject } from '../core/wire.ts'
import { SHOPS } from './shops.ts'
import type { SellableUnit } from './model.ts'
import { startKit, type Link } from './testKit.ts'

const SHOP = SHOPS[0]!.shopId

describe('products', () => {
  let kit: Awaited<ReturnType<typeof startKit>>
  let link: Link
  beforeAll(async () => {
    kit = await startKit({ seed: 7 })
    link = await kit.link(SHOP)
  })
  afterAll(() => kit.close())

  const call: ReturnType<typeof kit.asShop> = (method, path, wish) => kit.asShop(link)(method, path, wish)
  const shop = () => kit.sandbox.state.shops.get(SHOP)!
  const unit = (sku: string) => kit.sandbox.state.findUnit(shop(), { sku })!
  const setStock = (itemId: number, rows: { modelId?: number; stock: number }[]) =>
    call('POST', '/product/update_stock', {
      body: {
        item_id: itemId,
        stock_list: rows.map((r) => ({
          ...(r.modelId === undefined ? {} : { model_id: r.modelId }),
          seller_stock: [{ stock: r.stock }],
        })),
      },
    })

  it('seeds the same world from the same seed, with shared codes across shops and ids above 2^31', async () => {
    const again = await startKit({ seed: 7 })
    const ids = (k: typeof kit) => [...k.sandbox.state.shops.values()].map((s) => [...s.items.keys()])
    expect(ids(again)).toEqual(ids(kit))
    await again.close()
    expect(shop().items.size).toBeGreaterThanOrEqual(24)
    for (const id of [...shop().items.keys(), SHOP]) expect(id).toBeGreaterThan(2 ** 31)
    const codes = [...kit.sandbox.state.shops.values()].map(
      (s) => new Set([...s.items.values()].flatMap((i) => i.units.map((u) => u.sku))),
    )
    expect([...codes[0]!].filter((c) => codes[1]!.has(c)).length).toBeGreaterThan(5)
    expect([...codes[0]!].filter((c) => codes[2]!.has(c)).length).toBeGreaterThan(5)
    expect(codes.every((c) => c.has('KOPI-GAYO-200-BJ'))).toBe(true)
  })

  it('pages through the item list with repeated status keys', async () => {
    const seen: unknown[] = []
    let offset = 0
    for (let more = true; more;) {
      const page = await call('GET', '/product/get_item_list', {
        query: { offset, page_size: 7, item_status: ['NORMAL', 'UNLIST', 'BANNED'] },
      })
      expect(page.error).toBe('')
      seen.push(...asArray(page.response['item']).map((item) => asObject(item)['item_id']))
      more = page.response['has_next_page'] === true
      offset = Number(page.response['next_offset'])
    }
    expect(new Set(seen).size).toBe(shop().items.size)
    const joined = await call('GET', '/product/get_item_list', {
      query: { offset: 0, page_size: 10, item_status: 'NORMAL,UNLIST' },
    })
    expect(joined.error).toBe('error_param')
    expect(
      (
        await call('GET', '/product/get_item_list', {
          query: { offset: 0, page_size: 101, item_status: 'NORMAL' },
        })
      ).error,
    ).toBe('error_param')
  })

  it('gives base info for at most 50 ids, in any spelling of the list', async () => {
    const ids = [...shop().items.keys()].slice(0, 3)
    for (const query of [
      { item_id_list: ids.join(',') },
      { item_id_list: ids.map(String) },
      { item_id_list: `[${ids.join(' ')}]` },
    ]) {
      const answer = await call('GET', '/product/get_item_base_info', { query })
      expect(asArray(answer.response['item_list']).map((i) => asObject(i)['item_id'])).toEqual(ids)
    }
    const many = Array.from({ length: 51 }, (_, i) => 1000 + i).join(',')
    expect((await call('GET', '/product/get_item_base_info', { query: { item_id_list: many } })).error).toBe(
      'error_param',
    )
  })

  it('sends promotion ids beyond 2^53 as bare integers', async () => {
    const item = [...shop().items.values()].find((i) => i.hasModels && i.units.some((u) => u.promotion))!
    const promoted = item.units.find(
      (u): u is SellableUnit & { promotion: NonNullable<SellableUnit['promotion']> } => u.promotion !== null,
    )!
    const answer = await call('GET', '/product/get_model_list', { query: { item_id: item.itemId } })
    const exact = promoted.promotion.promotionId
    expect(exact > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true)
    expect(answer.text).toContain(`"promotion_id":${exact},`)
    expect(BigInt(JSON.parse(answer.text).response.model[0].promotion_id)).not.toBe(exact)
  })

  it('sets absolute stock without moving update_time', async () => {
    const { item, unit: first } = unit('KOPI-GAYO-500-BB')
    const before = item.updateTime
    expect((await setStock(item.itemId, [{ modelId: first.modelId, stock: 41 }])).error).toBe('')
    expect((await setStock(item.itemId, [{ modelId: first.modelId, stock: 40 }])).error).toBe('')
    expect(first.stock).toBe(40)
    expect(item.updateTime).toBe(before)
  })

  it('reports wrong models in failure_list, and as an error when nothing succeeded', async () => {
    const { item, unit: first } = unit('KOPI-GAYO-200-BJ')
    const mixed = await setStock(item.itemId, [
      { modelId: first.modelId, stock: 9 },
      { modelId: 12345, stock: 1 },
    ])
    expect(mixed.error).toBe('')
    expect(asArray(mixed.response['success_list'])).toHaveLength(1)
    expect(asObject(asArray(mixed.response['failure_list'])[0])['model_id']).toBe(12345)
    const none = await setStock(item.itemId, [{ modelId: 12345, stock: 1 }])
    expect([none.status, none.error]).toEqual([200, 'error_busi_update_stock_failed'])
    expect((await setStock(item.itemId, [{ stock: 1 }])).error).toBe(
      'error_edit_item_stock_for_item_has_model',
    )
    expect((await setStock(1, [{ stock: 1 }])).error).toBe('error_item_not_found')
  })

  it('keeps stock at or above the promotion floor', async () => {
    const { item, unit: promoted } = unit('KOPI-KINTAMANI-200')
    const floor = promoted.promotion!.reserved
    expect(floor).toBeGreaterThan(0)
    expect((await setStock(item.itemId, [{ stock: floor - 1 }])).error).toBe('error_param')
    expect((await setStock(item.itemId, [{ stock: floor }])).error).toBe('')
  })

  it('refuses banned items, fractions of a rupiah and price ratios above seven', async () => {
    const banned = [...shop().items.values()].find((i) => i.status === 'BANNED')!
    expect((await setStock(banned.itemId, [{ stock: 1 }])).error).toBe('error_item_uneditable')
    const { item, unit: first } = unit('SAMBAL-ROA-SDG')
    const price = (original_price: number) =>
      call('POST', '/product/update_price', {
        body: { item_id: item.itemId, price_list: [{ model_id: first.modelId, original_price }] },
      })
    expect((await price(38_500.5)).error).toBe('error_update_price_fail')
    expect((await price(38_000 * 8)).error).toBe('error_update_price_fail')
    expect((await price(39_000)).error).toBe('')
    expect(first.price).toBe(39_000)
  })

  it('unlists, relists and finds by code', async () => {
    const { item } = unit('SABUN-SEREH')
    const unlist = (value: boolean) =>
      call('POST', '/product/unlist_item', { body: { item_list: [{ item_id: item.itemId, unlist: value }] } })
    expect((await unlist(true)).error).toBe('')
    expect(item.status).toBe('UNLIST')
    await unlist(false)
    const found = await call('GET', '/product/search_item', {
      query: { page_size: 10, item_sku: 'SABUN-SEREH' },
    })
    expect(found.response['item_id_list']).toEqual([item.itemId])
  })

  it('serves a picture for every item from itself', async () => {
    const { item } = unit('SABUN-SEREH')
    const answer = await call('GET', '/product/get_item_base_info', { query: { item_id_list: item.itemId } })
    const url = JSON.parse(answer.text).response.item_list[0].image.image_url_list[0] as string
    const picture = await fetch(url)
    expect(picture.headers.get('content-type')).toContain('svg')
    expect(await picture.text()).toContain('SB')
  })
})
