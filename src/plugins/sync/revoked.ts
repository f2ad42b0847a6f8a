import type { Pool } from 'pg'
import type { ParsedWebhook } from '../../adapters/contract.ts'
import { transaction } from '../../database/tx.ts'
import { stopShops } from '../marketplaces/reconnect.ts'
import type { PendingMessage } from './claims.ts'

/**
 * Stops using shops whose consent a marketplace says was withdrawn: the next call would fail anyway. Consent given
 * after the message was sent stands.
 */
export async function revokeConsents(
  pool: Pool,
  message: PendingMessage,
  { hints, occurredAt }: ParsedWebhook,
): Promise<void> {
  for (const hint of hints) {
    if (hint.kind !== 'authorization' || hint.change !== 'revoked') continue
    await transaction(pool, async (tx) => {
      const [shop] = await tx.query<{ id: string }>(
        `select s.id from shops s join token_refreshes t on t.shop_id = s.id
         where s.organisation_id = $1 and s.marketplace = $2 and s.external_shop_id = $3 and s.status = 'connected'
           and t.consented_at <= coalesce($4::timestamptz, $5)
         for update of s`,
        [
          message.organisationId,
          message.marketplace,
          hint.externalShopId ?? message.externalShopId,
          occurredAt,
          message.receivedAt,
        ],
      )
      if (!shop) return
      await stopShops(tx, [shop.id], { cause: 'token_revoked', summary: 'token.revoked' })
    })
  }
}
