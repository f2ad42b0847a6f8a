import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shopee } from './index.ts'
import { failed, recorded, SHOP_ID, StubShopee, wrapped } from './testing/stubShopee.ts'

const adapter = shopee()
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
})
afterEach(() => stub.stop())
const answer = (name: string) => ({ body: recorded(name) })

describe('shop and products', () => {
  it('reads the shop', async () => {
    stub.on('/api/v2/shop/get_shop_info', answer('shop_info'))
    expect(await adapter.shop.info(stub.session())).toEqual({
      externalId: SHOP_ID,
      name: 'Toko Sari',
      region: 'ID',
      status: 'active',
      consentExpiresAt: new Date(1821536000_000),
    })
  })

  it('lists a page with its variants', async () => {
    stub.on('/api/v2/product/get_item_list', answer('item_list'))
    stub.on('/api/v2/product/get_item_base_info', answer('item_base_info'))
    stub.on('/api/v2/product/get_model_list', answer('model_list'))
    const page = await adapter.products!.list(stub.session(), { cursor: null })
    expect(page).toMatchObject({ next: '2', total: 3 })
    expect(page.items.map((each) => [each.externalItemId, each.externalVariantId])).toEqual([
      ['3400133011', ''],
      ['3400133012', '10001457001'],
      ['3400133012', '10001457002'],
    ])
    const [request] = stub.to('/api/v2/product/get_item_list')
    expect(request?.query.getAll('item_status')).toEqual(['NORMAL', 'UNLIST', 'BANNED', 'REVIEWING'])
    expect(request?.query.get('offset')).toBe('0')
    expect(stub.to('/api/v2/product/get_item_base_info')[0]?.query.get('item_id_list')).toBe(
      '3400133011,3400133012',
    )
    expect(stub.to('/api/v2/product/get_model_list')).toHaveLength(1)
  })

  it('ends with an empty page without asking for more', async () => {
    stub.on(
      '/api/v2/product/get_item_list',
      wrapped({ item: [], total_count: 0, has_next_page: false, next_offset: 0 }),
    )
    expect(await adapter.products!.list(stub.session(), { cursor: '2' })).toEqual({
      items: [],
      next: null,
      total: 0,
    })
    expect(stub.seen).toHaveLength(1)
    expect(stub.seen[0]?.query.get('offset')).toBe('2')
  })

  it('gets items 50 at a time and leaves unknown ones out', async () => {
    stub.on('/api/v2/product/get_item_base_info', ({ query }) => {
      const ids = query.get('item_id_list')!.split(',')
      if (ids.includes('13')) return failed('product.error_item_not_found')
      return wrapped({
        item_list: ids.map((item_id) => ({ item_id: Number(item_id), item_status: 'NORMAL' })),
      })
    })
    const ids = Array.from({ length: 60 }, (_, index) => String(index + 1))
    const found = await adapter.products!.get(stub.session(), [...ids, '1'])
    expect(found.map((each) => each.externalItemId)).toEqual(ids.filter((each) => each !== '13'))
    for (const { query } of stub.seen)
      expect(query.get('item_id_list')!.split(',').length).toBeLessThanOrEqual(50)
  })
})
