import { z } from 'zod'
import type { AdapterError, Capabilities, RemoteListing, ShopSession, ToggleResult } from '../../contract.ts'
import { batches, mapLimited } from '../../kit/batches.ts'
import { batchErrors } from './batch.ts'
import { callForShop } from './client.ts'
import { isSituation, situation } from './errors.ts'
import {
  platformOf,
  platformStatuses,
  toListings,
  wireProduct,
  type WireProduct,
} from './listingTransform.ts'
import { firstCursor, readCursor, splitWindow, writeCursor, type Cursor } from './productCursor.ts'
import { publishing } from './publishing.ts'
import type { ListingPlatform, Settings } from './settings.ts'
import { list, nextPage, read, requiredId, words } from './wire.ts'

const PRODUCTS_PER_PAGE = 50
const TOGGLES_PER_CALL = 20
const PARALLEL_CALLS = 4
/** A search shows no more hits than this, whatever its pages. */
const MAX_HITS = 10_000
const TOO_MANY_HITS = '12052180'

const searched = z.object({
  ...nextPage,
  products: list(z.object({ id: requiredId, status: words })),
})
type Searched = z.output<typeof searched>

/** Products: search and detail, show and hide, publish. */
export function tiktokShopProducts(settings: Settings): NonNullable<Capabilities['products']> {
  return {
    async list(session, { cursor }) {
      const at = cursor === null ? firstCursor(session.now()) : readCursor(cursor)
      const page = await searchPage(session, at)
      if (page === 'too many') {
        return { items: [], next: writeCursor(splitWindow(at)), total: null }
      }
      const ids = page.products.filter(({ status }) => status !== 'DELETED').map(({ id }) => id)
      const [, ...rest] = at.windows
      const onward: Cursor = page.next_page_token
        ? { windows: at.windows, token: page.next_page_token }
        : { windows: rest, token: '' }
      return {
        items: await listingsOf(session, ids),
        next: onward.windows.length > 0 ? writeCursor(onward) : null,
        total: at.windows.length === 1 && at.windows[0]?.[0] === 0 ? page.total_count : null,
      }
    },

    get: (session, externalItemIds) => listingsOf(session, [...new Set(externalItemIds)]),
    setLive,
    publishing: publishing(settings),
  }
}

async function searchPage(session: ShopSession, { windows, token }: Cursor): Promise<Searched | 'too many'> {
  const [from, to] = windows[0] ?? [0, 0]
  try {
    const { data, requestId } = await callForShop(session, {
      method: 'POST',
      path: '/product/202502/products/search',
      query: { page_size: PRODUCTS_PER_PAGE, page_token: token },
      body: { status: 'ALL', create_time_le: to, ...(from > 0 ? { create_time_ge: from } : {}) },
      idempotent: true,
    })
    const page = read(searched, data, 'products search', requestId)
    return page.total_count > MAX_HITS && token === '' && to > from ? 'too many' : page
  } catch (error) {
    if (token === '' && (error as AdapterError).providerCode === TOO_MANY_HITS) return 'too many'
    throw error
  }
}

/** Pictures and descriptions are only in the detail, so each product is read. Vanished ones are left out. */
async function listingsOf(session: ShopSession, ids: readonly string[]): Promise<RemoteListing[]> {
  const products = await mapLimited(ids, PARALLEL_CALLS, (id) => getProduct(session, id))
  return products.flatMap((product) => (product && product.status !== 'DELETED' ? toListings(product) : []))
}

async function getProduct(session: ShopSession, productId: string): Promise<WireProduct | undefined> {
  try {
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: `/product/202309/products/${encodeURIComponent(productId)}`,
    })
    return read(wireProduct, data, 'product', requestId)
  } catch (error) {
    if (isSituation(error, 'notFound', 'otherShop')) return undefined
    throw error
  }
}

interface Toggle {
  externalItemId: string
  live: boolean
  platforms: readonly ListingPlatform[]
}

/** Shows or hides on the named surfaces, or on every storefront the product is on. */
async function setLive(
  session: ShopSession,
  items: readonly { externalItemId: string; live: boolean; surfaces?: readonly string[] }[],
): Promise<ToggleResult[]> {
  const missing: ToggleResult[] = []
  const toggles = await mapLimited(items, PARALLEL_CALLS, async ({ externalItemId, live, surfaces }) => {
    if (surfaces) {
      return { externalItemId, live, platforms: surfaces.flatMap((surface) => platformOf(surface) ?? []) }
    }
    const product = await getProduct(session, externalItemId)
    if (product) return { externalItemId, live, platforms: [...platformStatuses(product).keys()] }
    missing.push({ externalItemId, ok: false, error: situation('notFound', 'product not found') })
    return undefined
  })
  const groups = new Map<string, Toggle[]>()
  for (const toggle of toggles) {
    if (!toggle) continue
    const key = `${toggle.live}:${[...toggle.platforms].sort().join()}`
    groups.set(key, [...(groups.get(key) ?? []), toggle])
  }
  const calls = [...groups.values()].flatMap((group) => batches(group, TOGGLES_PER_CALL))
  const results = await mapLimited(calls, PARALLEL_CALLS, (group) => toggleGroup(session, group))
  return [...missing, ...results.flat()]
}

async function toggleGroup(session: ShopSession, group: readonly Toggle[]): Promise<ToggleResult[]> {
  const [first] = group
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: `/product/202309/products/${first?.live ? 'activate' : 'deactivate'}`,
    body: {
      product_ids: group.map((each) => each.externalItemId),
      // Naming the one default storefront would be refused for sellers who never were on the other.
      ...(first?.platforms.includes('TOKOPEDIA') ? { listing_platforms: [...first.platforms] } : {}),
    },
    idempotent: true,
  })
  const errors = batchErrors(session, data, 'products toggle', requestId, 'product_id')
  return group.map(({ externalItemId }) => {
    const error = errors.get(externalItemId)
    return error ? { externalItemId, ok: false, error } : { externalItemId, ok: true }
  })
}
