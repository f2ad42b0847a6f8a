import assert from 'node:assert/strict'
import type { MarketplaceAdapter, Page, RemoteListing, ShopSession } from '../contract.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import type { ConformanceSubject, OpenShop, StandIn } from './subject.ts'

const MAX_PAGES = 200
const SAMPLE = 10
const hasOrders = ({ adapter }: ConformanceSubject): boolean => adapter.orders !== undefined
const hasProducts = ({ adapter }: ConformanceSubject): boolean => adapter.products !== undefined

/** Reading: nothing is missed while the shop sells on, and nothing is made up. */
export const readingChecks: readonly ConformanceCheck[] = [
  liveCheck(
    {
      id: 'reading/orders',
      title: 'lists every order although more arrive between the pages, and fetches each once',
      applies: hasOrders,
    },
    readsOrders,
  ),
  liveCheck(
    { id: 'reading/listings', title: 'lists every listing once while orders arrive', applies: hasProducts },
    async ({ adapter, standIn }, { session }) => {
      const listings = await allListings(adapter, session, () => standIn.placeOrder())
      const keys = listings.map(keyOf)
      assert.ok(keys.length > 0, 'no listings')
      assert.equal(new Set(keys).size, keys.length, 'listings come twice')
      assert.ok(
        listings.some((each) => each.sellerSku === standIn.sku),
        `no listing has the SKU ${standIn.sku}`,
      )
      const items = [...new Set(listings.map((each) => each.externalItemId))]
      const read = (await adapter.products?.get(session, [...items, '404404404'])) ?? []
      assert.deepEqual(read.map(keyOf).sort(), [...keys].sort(), 'read one by one they are not the same')
      for (const { externalItemId, price, rawStatus } of listings) {
        assert.ok(Number.isInteger(price.amount) && /^[A-Z]{3}$/.test(price.currency), externalItemId)
        assert.ok(rawStatus, `raw status of ${externalItemId}`)
      }
    },
  ),
  liveCheck(
    { id: 'reading/unknown-status', title: 'keeps a status it does not know as it is', applies: hasOrders },
    async ({ adapter, standIn }, { session }) => {
      const id = await standIn.placeOrder()
      const rawStatus = await standIn.unknownStatus()
      const [order] = (await adapter.orders?.get(session, [id])) ?? []
      assert.ok(order, 'the order is left out')
      assert.equal(order.status, 'unknown', 'status')
      assert.ok(order.rawStatus.includes(rawStatus), `raw status "${order.rawStatus}" lacks "${rawStatus}"`)
    },
  ),
  liveCheck(
    { id: 'reading/exact-ids', title: 'carries ids beyond 2^53 there and back', applies: hasProducts },
    carriesBigIds,
  ),
]

/** All listings, page by page. */
export async function allListings(
  { products }: MarketplaceAdapter,
  session: ShopSession,
  between?: () => Promise<unknown>,
): Promise<RemoteListing[]> {
  if (!products) return []
  return (await allPages((cursor) => products.list(session, { cursor }), between)).items
}

const keyOf = (listing: RemoteListing): string => `${listing.externalItemId}/${listing.externalVariantId}`

async function allPages<T>(
  page: (cursor: string | null) => Promise<Page<T>>,
  between?: () => Promise<unknown>,
): Promise<{ items: T[]; pages: number }> {
  const items: T[] = []
  for (let cursor: string | null = null, pages = 1; pages <= MAX_PAGES; pages += 1) {
    const { items: found, next } = await page(cursor)
    items.push(...found)
    if (next === null) return { items, pages }
    assert.notEqual(next, cursor, 'the cursor stands still')
    cursor = next
    await between?.()
  }
  return assert.fail(`the list does not end within ${MAX_PAGES} pages`)
}

async function readsOrders({ adapter, standIn }: ConformanceSubject, { session }: OpenShop): Promise<void> {
  const { orders } = adapter
  if (!orders) return
  const from = new Date(session.now().getTime() - 60_000)
  const placed: string[] = []
  while (placed.length < standIn.ordersOverOnePage) placed.push(await standIn.placeOrder())
  const window = { from, to: new Date(session.now().getTime() + 2_000) }
  const { items, pages } = await allPages(
    (cursor) => orders.listUpdated(session, { ...window, cursor }),
    () => standIn.placeOrder(),
  )
  assert.ok(pages > 1, 'all orders came on one page')
  const listed = new Set(items.map((each) => each.externalOrderId))
  assert.deepEqual(
    placed.filter((id) => !listed.has(id)),
    [],
    'orders missed',
  )
  const fetched = await orders.get(session, [...placed, '404404404', ...placed.slice(0, 3)])
  assert.deepEqual(fetched.map((each) => each.externalOrderId).sort(), [...placed].sort(), 'orders fetched')
  for (const { externalOrderId, lines, total, updatedAt } of fetched) {
    assert.equal(lines.length, 1, `lines of ${externalOrderId}`)
    assert.equal(lines[0]?.sellerSku, standIn.sku, `SKU of ${externalOrderId}`)
    assert.equal(lines[0]?.quantity, 1, `quantity of ${externalOrderId}`)
    assert.ok(Number.isInteger(total.amount) && total.amount > 0, `total of ${externalOrderId}`)
    assert.ok(updatedAt.getTime() >= from.getTime(), `time of ${externalOrderId}`)
  }
}

async function carriesBigIds({ adapter, standIn }: ConformanceSubject, shop: OpenShop): Promise<void> {
  const ids = adapter.orders ? await idsOfOrders(adapter.orders, standIn, shop.session) : []
  if (!standIn.bigItem) {
    assert.ok(ids.some(isBig), `${ids.join(', ')}: no id is beyond 2^53; the stand-in needs "bigItem"`)
    return
  }
  const { session, externalItemId } = await standIn.bigItem(shop.session)
  assert.ok(isBig(externalItemId), `${externalItemId} is not beyond 2^53`)
  const read = (await adapter.products?.get(session, [externalItemId])) ?? []
  const listed = await allListings(adapter, session)
  for (const [name, found] of Object.entries({ get: read, list: listed })) {
    assert.ok(
      found.some((each) => each.externalItemId === externalItemId),
      `products.${name} changes the id`,
    )
  }
}

/** Ids of some orders and their lines, each asked for by the id it was placed under. */
async function idsOfOrders(
  orders: NonNullable<MarketplaceAdapter['orders']>,
  standIn: StandIn,
  session: ShopSession,
): Promise<string[]> {
  const placed: string[] = []
  while (placed.length < SAMPLE) placed.push(await standIn.placeOrder())
  const found = await orders.get(session, placed)
  assert.deepEqual(found.map((each) => each.externalOrderId).sort(), [...placed].sort(), 'order ids')
  return found.flatMap(({ externalOrderId, lines }) => [
    externalOrderId,
    ...lines.flatMap((line) => [line.externalItemId, line.externalLineId]),
  ])
}

const isBig = (id: string): boolean => /^\d+$/.test(id) && !Number.isSafeInteger(Number(id))
