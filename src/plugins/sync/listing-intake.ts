import { transaction } from '../../database/tx.ts'
import { storeItems } from '../catalog/items.ts'
import type { Kanal } from '../context.ts'
import type { ShopRow } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { closeMessages } from './claims.ts'
import { logSync } from './log.ts'

/**
 * Fetches the items that messages told of, as the shop shows them now, and stores that together with the end of the
 * messages. Hold no transaction.
 * @throws ShopNotConnectedError, AdapterError
 */
export async function bringListings(
  kanal: Kanal,
  shop: ShopRow,
  input: { externalItemIds: readonly string[]; messageIds: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now()
  const externalItemIds = [...new Set(input.externalItemIds)]
  const listings = await withShop(
    kanal,
    shop.id,
    'listings.fetch',
    async ({ adapter, session }) =>
      adapter.products ? adapter.products.get(session, externalItemIds) : null,
    signal,
  )
  const [only] = externalItemIds.length === 1 ? externalItemIds : []
  await transaction(kanal.pool, async (tx) => {
    await closeMessages(tx, input.messageIds, { shopId: shop.id })
    if (!listings) return
    const { deleted } = await storeItems(tx, { shop, externalItemIds, listings })
    await logSync(tx, [
      {
        organisationId: shop.organisationId,
        shopId: shop.id,
        kind: 'import',
        result: 'ok',
        summary: deleted > 0 ? 'listings.gone' : 'listings.refreshed',
        reference: only ?? null,
        before: deleted > 0 ? deleted : null,
        after: listings.length,
        durationMs: performance.now() - started,
      },
    ])
  })
}
