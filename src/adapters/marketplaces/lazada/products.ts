import { z } from 'zod'
import { AdapterError, type Capabilities, type ShopSession, type ToggleResult } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { numeric, type LazadaClient } from './client.ts'
import { COUNTRIES, countryOf, localTime } from './countries.ts'
import { getItem, skuIdsOf } from './items.ts'
import { payloadText } from './payload.ts'
import { lazadaPublishing } from './publishing.ts'
import { toListings, wireProduct, type ListingReading } from './transformProduct.ts'
import { count, list, read } from './wire.ts'

const ITEMS_PER_PAGE = 50
const PARALLEL_CALLS = 4
/** Offsets end here. */
const MAX_OFFSET = 10_000
const SECOND = 1_000
/** Before Lazada opened. */
const OLDEST = Date.UTC(2012, 0, 1)

const productPage = z.object({ total_products: count, products: list(wireProduct) })

type ProductPage = z.output<typeof productPage>

/**
 * Where a listing run has got to: the windows of creation time still to read, and the offset in the first. Windows
 * end when the run began, so a product created meanwhile shifts nothing.
 */
const cursorShape = z.object({ windows: z.array(z.tuple([z.number(), z.number()])), offset: z.number() })
type Place = z.output<typeof cursorShape>

export function lazadaProducts(client: LazadaClient): NonNullable<Capabilities['products']> {
  return {
    async list(session, { cursor }) {
      let at = cursor === null ? startAt(session.now()) : cursorShape.parse(JSON.parse(cursor))
      for (;;) {
        const page = await pageAt(session, at)
        const narrower = at.offset === 0 ? halved(at, page.total_products) : undefined
        if (narrower) {
          at = narrower
          continue
        }
        const kept = page.products.filter((product) => product.status.toLowerCase() !== 'deleted')
        return {
          items: kept.flatMap((product) => toListings(product, readingOf(session))),
          next: nextCursor(at, page.products.length),
          total: cursor === null ? page.total_products : null,
        }
      }
    },

    async get(session, externalItemIds) {
      const ids = [...new Set(externalItemIds)]
      const found = await mapLimited(ids, PARALLEL_CALLS, (itemId) => getItem(client, session, itemId))
      return found.flatMap((product) => (product ? toListings(product, readingOf(session)) : []))
    },

    async setLive(session, items) {
      const results: ToggleResult[] = []
      // One after the other: Lazada refuses edits that come too fast.
      for (const { externalItemId, live } of items) {
        try {
          await setStatus(session, externalItemId, live)
          results.push({ externalItemId, ok: true })
        } catch (error) {
          if (!(error instanceof AdapterError) || error.kind === 'auth') throw error
          results.push({ externalItemId, ok: false, error })
        }
      }
      return results
    },

    publishing: lazadaPublishing(client),
  }

  async function pageAt(session: ShopSession, { windows, offset }: Place): Promise<ProductPage> {
    const country = countryOf(session.shop.details)
    const [from, to] = windows[0] ?? [OLDEST, session.now().getTime()]
    const { data, requestId } = await client.forShop(session, {
      method: 'GET',
      path: '/products/get',
      params: {
        filter: 'all',
        limit: ITEMS_PER_PAGE,
        offset,
        create_after: localTime(new Date(from), country),
        create_before: localTime(new Date(to), country),
        options: 1,
      },
    })
    return read(productPage, data ?? {}, 'products/get', requestId)
  }

  async function setStatus(session: ShopSession, itemId: string, live: boolean): Promise<void> {
    const skuIds = await skuIdsOf(client, session, itemId)
    await client.forShop(session, {
      method: 'POST',
      path: '/product/update',
      params: {
        payload: payloadText('json', {
          Product: {
            ItemId: numeric(itemId),
            Attributes: {},
            Skus: {
              Sku: skuIds.map((skuId) => ({ SkuId: numeric(skuId), Status: live ? 'active' : 'inactive' })),
            },
          },
        }),
      },
      idempotent: true,
    })
  }
}

function readingOf({ shop: { details } }: ShopSession): ListingReading {
  return {
    currency: COUNTRIES[countryOf(details)].currency,
    warehouseCode: details['warehouseCode'] ?? '',
  }
}

function startAt(now: Date): Place {
  return { windows: [[OLDEST, now.getTime() + SECOND]], offset: 0 }
}

/** The window cut in two, when it holds more products than offsets can reach. */
function halved({ windows }: Place, total: number): Place | undefined {
  const [window, ...rest] = windows
  if (!window || total <= MAX_OFFSET || window[1] - window[0] < 2 * SECOND) return undefined
  const middle = Math.ceil((window[0] + window[1]) / 2 / SECOND) * SECOND
  // The halves share a second: whether a bound belongs to its window is not documented.
  return { windows: [[window[0], middle], [middle - SECOND, window[1]], ...rest], offset: 0 }
}

function nextCursor({ windows, offset }: Place, rows: number): string | null {
  if (rows >= ITEMS_PER_PAGE && offset + rows <= MAX_OFFSET) {
    return JSON.stringify({ windows, offset: offset + rows } satisfies Place)
  }
  const rest = windows.slice(1)
  return rest.length > 0 ? JSON.stringify({ windows: rest, offset: 0 } satisfies Place) : null
}
