import type { ParsedWebhook } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import type { Kanal } from '../context.ts'
import { checkConsent } from '../marketplaces/consent-check.ts'
import { stopShops } from '../marketplaces/reconnect.ts'
import type { PendingMessage } from './claims.ts'

/**
 * Stops using shops whose consent a marketplace says was withdrawn: the next call would fail anyway. Consent given
 * after the message was sent stands.
 */
export async function revokeConsents(
  kanal: Pick<Kanal, 'pool' | 'adapters'>,
  message: PendingMessage,
  { hints, occurredAt }: ParsedWebhook,
): Promise<void> {
  for (const hint of hints) {
    if (hint.kind !== 'authorization' || hint.change !== 'revoked') continue
    await transaction(kanal.pool, async (tx) => {
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
      await stopShops(tx, kanal, [shop.id], { cause: 'token_revoked', summary: 'token.revoked' })
    })
  }
}

/** Has the ends of consents looked at that a marketplace says have changed or come near. */
export async function checkConsents(
  { pool }: Pick<Kanal, 'pool'>,
  message: PendingMessage,
  { hints }: ParsedWebhook,
): Promise<void> {
  const told = hints.flatMap((hint) =>
    hint.kind === 'authorization' && hint.change !== 'revoked'
      ? [hint.externalShopId ?? message.externalShopId]
      : [],
  )
  if (told.length === 0) return
  const tx = autocommit(pool)
  const shops = await tx.query<{ id: string }>(
    `select id from shops where organisation_id = $1 and marketplace = $2 and external_shop_id = any ($3)`,
    [message.organisationId, message.marketplace, told],
  )
  await enqueueMany(
    tx,
    checkConsent,
    shops.map(({ id }) => ({ payload: { shopId: id }, options: { jobKey: `consent:${id}` } })),
  )
}
