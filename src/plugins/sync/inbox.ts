import type { Pool } from 'pg'
import { autocommit } from '../../database/tx.ts'

export interface InboxMessage {
  organisationId: string
  integrationId: string
  marketplace: string
  externalShopId: string | null
  eventKey: string
  topic: string
  body: Uint8Array
  headers: Readonly<Record<string, string>>
  /** Set when the message cannot be read: it is kept, and nothing will be done with it. */
  error: string | null
}

/** Shared with the task of that name, which the statement below enqueues. */
export const DELIVER_TASK = 'sync.deliver'
export const DELIVER_ATTEMPTS = 25

const DEADLOCK = '40P01'
const MOST_ATTEMPTS = 4

/**
 * Stores messages and wakes the worker for the shops that got new ones, in one statement: all of it commits or
 * none. A message that is already there is left alone and wakes nobody.
 * @returns how many were new.
 */
export async function storeMessages(pool: Pool, messages: readonly InboxMessage[]): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertAndWake(pool, messages)
    } catch (error) {
      // Two processes that get the same messages in another order may meet.
      if ((error as { code?: string }).code !== DEADLOCK || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function insertAndWake(pool: Pool, messages: readonly InboxMessage[]): Promise<number> {
  const [row] = await autocommit(pool).query<{ stored: number }>(
    `with incoming as (
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[],
         $8::jsonb[], $9::text[])
         as m(organisation_id, integration_id, marketplace, external_shop_id, event_key, topic, body, headers, error)
     ), stored as (
       insert into webhook_inbox (organisation_id, integration_id, marketplace, external_shop_id, shop_id, event_key,
         topic, body_raw, headers, error, processed_at, received_at)
       select m.organisation_id, m.integration_id, m.marketplace, m.external_shop_id, s.id, m.event_key, m.topic,
         m.body, m.headers, m.error, case when m.error is not null then now() end, now()
       from incoming m
       left join shops s on s.organisation_id = m.organisation_id and s.marketplace = m.marketplace
         and s.external_shop_id = m.external_shop_id
       on conflict (integration_id, event_key) do nothing
       returning integration_id, external_shop_id, processed_at
     ), jobs as (
       select array_agg((
           $10, json_build_object('integrationId', integration_id, 'externalShopId', external_shop_id), null, null, $11,
           'deliver:' || integration_id || ':' || coalesce(external_shop_id, ''), 0, null
         )::graphile_worker.job_spec order by integration_id, external_shop_id) as specs
       from (select distinct integration_id, external_shop_id from stored where processed_at is null) fresh
     ), woken as (
       select count(*) from jobs, lateral graphile_worker.add_jobs(jobs.specs) where jobs.specs is not null
     )
     select (select count(*)::integer from stored) as stored, woken.count from woken`,
    [
      messages.map((m) => m.organisationId),
      messages.map((m) => m.integrationId),
      messages.map((m) => m.marketplace),
      messages.map((m) => m.externalShopId),
      messages.map((m) => m.eventKey),
      messages.map((m) => m.topic),
      messages.map((m) => m.body),
      messages.map((m) => JSON.stringify(m.headers)),
      messages.map((m) => m.error),
      DELIVER_TASK,
      DELIVER_ATTEMPTS,
    ],
  )
  return row?.stored ?? 0
}
