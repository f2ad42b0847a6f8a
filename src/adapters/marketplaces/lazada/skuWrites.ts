import { AdapterError, type ErrorKind, type ShopSession } from '../../contract.ts'
import type { LazadaClient } from './client.ts'
import { payloadText, type Tree } from './payload.ts'

/** Lazada takes 50 rows a call and advises 20. */
export const SKUS_PER_CALL = 20

/** What stops one call would stop the next one too. */
const STOPS_THE_SHOP: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['auth', 'permission', 'rate_limit'])
/** Failures that say nothing about a row itself. */
const UNDECIDED: ReadonlySet<ErrorKind> = new Set<ErrorKind>([...STOPS_THE_SHOP, 'transient'])

interface Target {
  externalItemId: string
  externalVariantId: string
}
export type WriteResult<T extends Target> = { target: T } & (
  { ok: true } | { ok: false; error: AdapterError }
)

export interface SkuWrite<T extends Target> {
  path: string
  format: 'xml' | 'json'
  row: (target: T) => Tree
}

/**
 * Writes rows that may be repeated without harm. Lazada refuses a call as a whole, so a refused one is halved until
 * the rows at fault stand alone. Calls follow each other: edits of one item at the same time collide.
 * @throws AdapterError when nothing was decided.
 */
export async function writeSkus<T extends Target>(
  client: LazadaClient,
  session: ShopSession,
  targets: readonly T[],
  write: SkuWrite<T>,
): Promise<WriteResult<T>[]> {
  let stop: AdapterError | undefined

  async function send(rows: readonly T[]): Promise<WriteResult<T>[]> {
    if (stop) return rows.map((target) => ({ target, ok: false, error: stop as AdapterError }))
    try {
      await client.forShop(session, {
        method: 'POST',
        path: write.path,
        params: { payload: payloadText(write.format, { Product: { Skus: { Sku: rows.map(write.row) } } }) },
        idempotent: true,
      })
      return rows.map((target) => ({ target, ok: true }))
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error
      if (STOPS_THE_SHOP.has(error.kind)) stop = error
      if (UNDECIDED.has(error.kind) || rows.length === 1) {
        return rows.map((target) => ({ target, ok: false, error }))
      }
      const middle = Math.ceil(rows.length / 2)
      return [...(await send(rows.slice(0, middle))), ...(await send(rows.slice(middle)))]
    }
  }

  const results: WriteResult<T>[] = []
  const byItem = [...targets].sort((a, b) => (a.externalItemId < b.externalItemId ? -1 : 1))
  for (let at = 0; at < byItem.length; at += SKUS_PER_CALL) {
    results.push(...(await send(byItem.slice(at, at + SKUS_PER_CALL))))
  }
  const undecided = results.flatMap((each) =>
    !each.ok && UNDECIDED.has(each.error.kind) ? [each.error] : [],
  )
  const [first] = undecided
  if (first && undecided.length === results.length) throw first
  return results
}
