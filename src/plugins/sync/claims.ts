import type { Tx } from '../../database/tx.ts'

export interface PendingMessage {
  id: string
  organisationId: string
  marketplace: string
  externalShopId: string | null
  topic: string
  receivedAt: Date
  body: Buffer
  /** Times it was taken up, this one included. */
  attempts: number
}

/** How long a worker may be busy with a message before another may take it up. */
export const MESSAGE_LEASE_SECONDS = 60

export interface Mailbox {
  integrationId: string
  externalShopId: string | null
}

/** Takes up the oldest waiting messages of a mailbox; nobody else gets them until the lease ends. */
export const claimMessages = (tx: Tx, box: Mailbox, limit: number): Promise<PendingMessage[]> =>
  tx.query<PendingMessage>(
    `update webhook_inbox w
     set lease_until = now() + make_interval(secs => $4), attempts = attempts + 1
     from (
       select id from webhook_inbox
       where integration_id = $1 and coalesce(external_shop_id, '') = $2 and processed_at is null
         and (lease_until is null or lease_until <= now())
       order by received_at limit $3 for update skip locked
     ) due
     where w.id = due.id
     returning w.id, w.organisation_id as "organisationId", w.marketplace, w.external_shop_id as "externalShopId",
       w.topic, w.received_at as "receivedAt", w.body_raw as body, w.attempts`,
    [box.integrationId, box.externalShopId ?? '', limit, MESSAGE_LEASE_SECONDS],
  )

/** Closes messages: done, or given up with the reason. */
export async function closeMessages(
  tx: Tx,
  ids: readonly string[],
  { shopId = null, error = null }: { shopId?: string | null; error?: string | null } = {},
): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `update webhook_inbox set processed_at = now(), lease_until = null, error = $2,
       shop_id = coalesce(shop_id, $3::uuid), updated_at = now()
     where id = any ($1::uuid[])`,
    [ids, error, shopId],
  )
}

/** Gives messages back for another try. */
export async function releaseMessages(tx: Tx, ids: readonly string[], error: string): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `update webhook_inbox set lease_until = null, error = $2, updated_at = now() where id = any ($1::uuid[])`,
    [ids, error],
  )
}
