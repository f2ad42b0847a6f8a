import { describe, expect, it } from 'vitest'
import type { RemoteListing } from '../../../src/adapters/contract.ts'
import { SHOP, WAREHOUSE_SHOP } from '../support/shopee.ts'
import { allListings, bySku, key, kit, listings, session, useShopee } from '../support/shopee-shop.ts'

useShopee()

describe('products', () => {
  it('reads every item over small pages, each once', () => {
    const items = [...kit.state.shops.get(SHOP)!.items.values()]
    expect(new Set(listings.map((each) => each.externalItemId)).size).toBe(items.length)
    expect(listings).toHaveLength(items.reduce((sum, item) => sum + item.units.length, 0))
    expect(new Set(listings.map((each) => `${each.externalItemId}/${each.externalVariantId}`)).size).toBe(
      listings.length,
    )
  })

  it('hides and shows, and says which items it could not', async () => {
    const open = bySku('DRIP-BAG-10')
    const blocked = listings.find((each) => each.status === 'blocked')!
    const results = await kit.adapter.products!.setLive!(session, [
      { externalItemId: open.externalItemId, live: false },
      { externalItemId: blocked.externalItemId, live: true },
      { externalItemId: '404', live: true },
    ])
    expect(results.map((each) => each.ok)).toEqual([true, false, false])
    expect(results[1]).toMatchObject({ error: { kind: 'permanent' } })
    const [hidden] = await kit.adapter.products!.get(session, [open.externalItemId])
    expect(hidden!.status).toBe('unlisted')
    const [alone] = await kit.adapter.products!.setLive!(session, [{ externalItemId: '404', live: true }])
    expect(alone).toMatchObject({ ok: false, error: { providerCode: 'error_unlist_item_all_failed' } })
    await kit.adapter.products!.setLive!(session, [{ externalItemId: open.externalItemId, live: true }])
  })
})

describe('prices', () => {
  const set = (...targets: [RemoteListing, number][]) =>
    kit.adapter.prices!.set(
      session,
      targets.map(([listing, amount]) => ({ ...key(listing), price: { amount, currency: 'IDR' } })),
    )

  it('sets what it can and names the rest', async () => {
    const [small, large] = [bySku('KOPI-GAYO-200-BJ'), bySku('KOPI-GAYO-500-BJ')]
    const drip = bySku('DRIP-BAG-10')
    const results = await set(
      [small, small.price.amount + 500],
      [large, 1],
      [drip, drip.price.amount + 1_000],
    )
    const ok = (listing: RemoteListing) =>
      results.find(
        (each) =>
          each.externalItemId === listing.externalItemId &&
          each.externalVariantId === listing.externalVariantId,
      )
    expect([ok(small)?.ok, ok(large)?.ok, ok(drip)?.ok]).toEqual([true, false, true])
    const after = await kit.adapter.products!.get(session, [small.externalItemId])
    expect(after.find((each) => each.sellerSku === 'KOPI-GAYO-200-BJ')?.price.amount).toBe(
      small.price.amount + 500,
    )
  })

  it('reports a refused ratio of prices in words', async () => {
    const [result] = await set([bySku('KOPI-GAYO-200-BJ'), 90_000_000])
    expect(result).toMatchObject({ ok: false, error: { providerCode: 'error_update_price_fail' } })
  })
})

describe('stock', () => {
  const set = (listing: RemoteListing, quantity: number) =>
    kit.adapter.stock!.set(session, [{ ...key(listing), quantity }])

  it('reads partial failures beside success and beside an error', async () => {
    const [small, large] = [bySku('KOPI-GAYO-200-BJ'), bySku('KOPI-GAYO-500-BJ')]
    for (const style of ['mixed', 'error']) {
      await kit.control('/faults', { kind: 'partial_failure', count: 1, params: { style } })
      const results = await kit.adapter.stock!.set(
        session,
        [small, large].map((each) => ({ ...key(each), quantity: 31 })),
      )
      expect(results.map((each) => each.ok).sort()).toEqual([false, true])
    }
  })

  it('does not go below what a promotion holds', async () => {
    const listing = bySku('SAMBAL-MATAH')
    await kit.control('/promotions', { shop_id: SHOP, sku: 'SAMBAL-MATAH', reserved: 3 })
    const [result] = await set(listing, 1)
    expect(result?.ok === false && result.error.explanation?.why.en).toContain('promotion')
    await kit.control('/promotions', { shop_id: SHOP, sku: 'SAMBAL-MATAH', reserved: 0 })
  })

  it('rides out throttling, and throws when nothing was decided', async () => {
    await kit.control('/faults', { kind: 'http_429', count: 1, params: { retryAfterSeconds: 0 } })
    expect(await set(bySku('DRIP-BAG-10'), 12)).toMatchObject([{ ok: true, quantity: 12 }])
    await kit.control('/faults', { kind: 'expired_token', count: 1 })
    await expect(set(bySku('DRIP-BAG-10'), 13)).rejects.toMatchObject({ reason: 'token_expired' })
  })

  it('knows no warehouses in an ordinary shop', async () => {
    expect(await kit.adapter.stock!.locations!(session)).toEqual([])
  })

  it('keeps the total over the warehouses of a shop that has some', async () => {
    const other = kit.sessionOf(await kit.consent(WAREHOUSE_SHOP))
    const places = await kit.adapter.stock!.locations!(other)
    expect(places.map((place) => [place.externalLocationId, place.isDefault])).toEqual([
      ['ID1CKRG', true],
      ['ID2SDRJ', false],
    ])
    const goods = await allListings(other)
    const [first, second] = [goods[0]!, goods.find((each) => each.externalVariantId === '')!]
    for (const quantity of [500, 3, 0]) {
      const results = await kit.adapter.stock!.set(
        other,
        [first, second].map((each) => ({ ...key(each), quantity })),
      )
      expect(results.map((each) => each.ok && each.quantity)).toEqual([quantity, quantity])
    }
  })
})
