import type { Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { logSync } from '../sync/log.ts'
import { tellReconnect, type NoticedShop } from './notices.ts'

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
export async function stopShops(
  tx: Tx,
  { adapters }: Pick<Kanal, 'adapters'>,
  shopIds: readonly string[],
  refusal: Refusal,
): Promise<void> {
  const stopped = await tx.query<NoticedShop>(
    `update shops set status = 'reconnect', status_cause = $2, updated_at = now()
     where id = any ($1) and status = 'connected'
     returning id, organisation_id as "organisationId", name, marketplace`,
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
  for (const shop of stopped) await tellReconnect(tx, adapters, shop)
}
