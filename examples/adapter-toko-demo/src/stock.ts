import { AdapterError, type Stock, type StockResult, type StockTarget } from 'kanal/adapter'
import { batches } from 'kanal/adapter/kit'
import { z } from 'zod'
import { callForShop } from './client.ts'
import { readAs, rowRefusal } from './errors.ts'
import { id } from './wire.ts'

const PER_CALL = 20
const rows = z.object({ rows: z.array(z.object({ product_id: id, error: z.string().nullable() })) })

/** Sets absolute quantities: sending one twice does no harm, and every row is answered for by itself. */
export const stock: Stock = {
  async set(session, targets) {
    const results: StockResult[] = []
    for (const batch of batches(targets, PER_CALL)) {
      try {
        const body = {
          rows: batch.map((each) => ({ product_id: each.externalItemId, stock: each.quantity })),
        }
        const answer = await callForShop(session, { method: 'POST', path: '/stock', body, idempotent: true })
        const refused = new Map(readAs(rows, answer, 'stock').rows.map((row) => [row.product_id, row.error]))
        results.push(...batch.map((target) => toResult(target, refused.get(target.externalItemId))))
      } catch (error) {
        // Earlier batches are decided already, so a batch that fails is told row by row.
        if (!(error instanceof AdapterError)) throw error
        results.push(...batch.map((target) => failed(target, error)))
      }
    }
    return results
  },
}

/** Undefined: the answer is silent about the row, so it was not done. */
const toResult = (target: StockTarget, error: string | null | undefined): StockResult =>
  error === null ? { ...target, ok: true } : failed(target, rowRefusal(error ?? 'no answer for this row'))

const failed = ({ externalItemId, externalVariantId }: StockTarget, error: AdapterError): StockResult => ({
  externalItemId,
  externalVariantId,
  ok: false,
  error,
})
