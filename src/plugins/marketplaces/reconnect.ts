import type { Tx } from '../../database/tx.ts'
import { logSync } from '../sync/log.ts'

interface Refusal {
  /** A cause of the closed taxonomy. */
  cause: string
  requestId?: string | undefined
  summary: 'token.refused' | 'token.revoked'
}

/**
 * Stops using shops whose consent no longer works, and says why; their owner connects them again. Shops that are not
 * connected any more are left as they are.
 */
export async function stopShops(tx: Tx, shopIds: readonly string[], refusal: Refusal): Promise<void> {
  const stopped = await tx.query<{ id: string; organisationId: string; name: string }>(
    `update shops set status = 'reconnect', status_cause = $2, updated_at = now()
     where id = any ($1) and status = 'connected'
     returning id, organisation_id as "organisationId", name`,
    [shopIds, refusal.cause],
  )
  await logSync(
    tx,
    stopped.map(({ id, organisationId }) => ({
      organisationId,
      shopId: id,
      kind: 'token',
      result: 'failed',
      summary: refusal.summary,
      cause: refusal.cause,
      requestId: refusal.requestId ?? null,
    })),
  )
}
