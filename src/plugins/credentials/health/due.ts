import type { Tx } from '../../../database/tx.ts'
import { perMinute, USUAL_MS } from './cadence.ts'

/** Credentials that are looked after: stored, and of an adapter of this deployment. */
const WATCHED = `integrations i join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
  and h.organisation_id = i.organisation_id and h.fields <> '{}' and i.status not in ('draft', 'locked')`

/** How many credentials of an adapter are looked after, over all organisations. */
export async function watchedCount(tx: Tx, marketplace: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from ${WATCHED} where i.marketplace = $1`,
    [marketplace],
  )
  return row?.count ?? 0
}

/**
 * Takes the credentials of an adapter whose test is due, the longest overdue first, and no more than may be tested
 * within a minute. Each is put off by one usual pause, so that a second worker does not take it as well; its answer
 * then sets the real time. Credentials never seen before get a first time spread over that pause.
 */
export async function takeDue(tx: Tx, marketplace: string): Promise<string[]> {
  await tx.query(
    `insert into credential_health (integration_id, organisation_id, next_at)
     select i.id, i.organisation_id, now() + random() * make_interval(secs => $2)
     from ${WATCHED} where i.marketplace = $1
     on conflict (integration_id) do nothing`,
    [marketplace, USUAL_MS / 1_000],
  )
  const rows = await tx.query<{ id: string }>(
    `update credential_health set next_at = now() + make_interval(secs => $3)
     where integration_id in (
       select c.integration_id from credential_health c join ${WATCHED} on i.id = c.integration_id
       where i.marketplace = $1 and c.next_at <= now()
       order by c.next_at limit $2 for update of c skip locked
     )
     returning integration_id as id`,
    [marketplace, perMinute(await watchedCount(tx, marketplace)), USUAL_MS / 1_000],
  )
  return rows.map(({ id }) => id)
}
