import { z } from 'zod'
import { AdapterError, type Page, type RemoteListing } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { safeError } from '../../log.ts'
import { defineTask, type TaskContext } from '../../queue/define.ts'
import { loadShop, ShopNotConnectedError, type ShopRow } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { logSync } from '../sync/log.ts'
import { pollOrders } from '../sync/poll-orders.ts'
import { storePage } from './page.ts'
import { beginRun, completeRun, countPage, failRun } from './runs.ts'

/**
 * Imports a shop's catalogue: listings, products and SKUs for codes not yet known, links, and the opening stock of
 * SKUs that were never counted. Importing again changes only what changed in the shop. Open orders are fetched
 * first, because the quantity a shop shows already lacks what they hold.
 */
export const catalogImport = defineTask({
  name: 'catalog.import',
  schema: z.object({ shopId: z.uuid() }),
  maxAttempts: 10,
  async run({ shopId }, context) {
    const { kanal, log, attempt, maxAttempts } = context
    const tx = autocommit(kanal.pool)
    const run = await beginRun(tx, shopId)
    if (!run) return
    const shop = await loadShop(tx, shopId)
    try {
      await bringOrders(shop, context)
      await importPages(shop, run.id, context)
      await transaction(kanal.pool, async (end) => {
        await completeRun(end, run.id, shopId)
        await logSync(end, [{ ...logged(shop), result: 'ok', summary: 'catalog.imported' }])
      })
    } catch (error) {
      const mayPass = !(error instanceof ShopNotConnectedError) && !isRefusal(error) && attempt < maxAttempts
      if (mayPass) throw error
      const cause =
        error instanceof AdapterError
          ? error.reason
          : error instanceof ShopNotConnectedError
            ? error.status
            : 'internal'
      if (cause === 'internal') log.error({ shopId, err: safeError(error) }, 'import failed')
      await transaction(kanal.pool, async (end) => {
        await failRun(end, run.id, cause)
        await logSync(end, [{ ...logged(shop), result: 'failed', summary: 'catalog.import', cause }])
      })
    }
  },
})

/**
 * The first import takes tables from empty to full faster than the database looks at them by itself, and what it
 * believes of empty tables makes each page slower than the one before.
 */
const ANALYZE = 'analyze products, skus, listings, stock_levels, stock_movements, outbox_stock, locations'
const isPowerOfFour = (n: number): boolean => [1, 4, 16, 64, 256, 1024].includes(n)

const logged = (shop: ShopRow): { organisationId: string; shopId: string; kind: 'import' } => ({
  organisationId: shop.organisationId,
  shopId: shop.id,
  kind: 'import',
})

const isRefusal = (error: unknown): boolean =>
  error instanceof AdapterError && error.kind !== 'transient' && error.kind !== 'rate_limit'

/** A shop whose orders may not be read can still have its catalogue imported. */
async function bringOrders(shop: ShopRow, { kanal, log, signal }: TaskContext): Promise<void> {
  try {
    await pollOrders(kanal, shop.id, signal)
  } catch (error) {
    if (!(error instanceof AdapterError) || error.kind !== 'permission') throw error
    log.warn({ shopId: shop.id, reason: error.reason }, 'orders may not be read')
  }
}

async function importPages(shop: ShopRow, runId: string, { kanal, signal }: TaskContext): Promise<void> {
  let cursor: string | null = null
  let pages = 0
  do {
    signal.throwIfAborted()
    const askedAt = kanal.now()
    const page: Page<RemoteListing> = await listPage(shop, cursor, { kanal, signal })
    const result = await storePage(kanal.pool, { shop, runId, askedAt, listings: page.items })
    await countPage(autocommit(kanal.pool), runId, result, page.total)
    pages += 1
    if (isPowerOfFour(pages)) await autocommit(kanal.pool).query(ANALYZE)
    cursor = page.next
  } while (cursor !== null)
}

const listPage = (
  shop: ShopRow,
  cursor: string | null,
  { kanal, signal }: Pick<TaskContext, 'kanal' | 'signal'>,
): Promise<Page<RemoteListing>> =>
  withShop(
    kanal,
    shop.id,
    'catalog.import',
    async ({ adapter, session }) =>
      adapter.products ? adapter.products.list(session, { cursor }) : { items: [], next: null, total: 0 },
    signal,
  )
