import type { Tx } from '../../database/tx.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { catalogImport } from './import.ts'

/**
 * Starts importing a shop's catalogue in the background, unless an import of it is under way.
 * @returns the run's id
 */
export async function startImport(
  tx: Tx,
  input: { organisationId: string; shopId: string; requestedBy: string | null },
): Promise<string> {
  const [run] = await tx.query<{ id: string; isNew: boolean }>(
    `insert into import_runs as r (organisation_id, shop_id, requested_by) values ($1, $2, $3)
     on conflict (shop_id) where finished_at is null do update set requested_by = r.requested_by
     returning id, xmax = 0 as "isNew"`,
    [input.organisationId, input.shopId, input.requestedBy],
  )
  if (!run) throw new Error('The import was not stored')
  if (run.isNew)
    await enqueue(tx, catalogImport, { shopId: input.shopId }, { jobKey: `import:${input.shopId}` })
  return run.id
}
