import type { Explanation } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import type { NoticeKind } from './kinds.ts'

const unsent = (why: Explanation['why']): Explanation => ({
  what: text('E-mail tidak dikirim.', 'The e-mail was not sent.'),
  why,
  remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
})
const GONE = unsent(
  text(
    'Yang diberitakan sudah tidak ada sebelum e-mail dikirim.',
    'What it was about was gone before the e-mail went out.',
  ),
)
const REPLACED = unsent(text('Kabar yang lebih baru menggantikannya.', 'News of a later day took its place.'))

interface Key {
  organisationId: string
  kind: NoticeKind
  dedupeKey: string
}

/**
 * Closes the open incident of that key without telling anybody, in the caller's transaction: what it was about is
 * gone, so "recovered" would be untrue. It stays among what once happened, e-mails about it that did not go out yet do
 * not, and the next notice of that key opens a new incident.
 * @returns whether there was an incident to close
 */
export const dismiss = (tx: Tx, key: Key): Promise<boolean> => close(tx, key, { superseded: false })

/**
 * Takes the open incident of that key out of everybody's sight, in the caller's transaction, because a newer one is
 * about to be told in its place. E-mails about it that did not go out yet do not.
 * @returns whether there was an incident to replace
 */
export const supersede = (tx: Tx, key: Key): Promise<boolean> => close(tx, key, { superseded: true })

async function close(
  tx: Tx,
  { organisationId, kind, dedupeKey }: Key,
  { superseded }: { superseded: boolean },
): Promise<boolean> {
  const rows = await tx.query(
    `with closed as (
       update notice_incidents
       set lasting = false, superseded = $5, dedupe_key = dedupe_key || ':' || id
       where organisation_id = $1 and kind = $2 and dedupe_key = $3 and lasting and recovered_at is null
       returning id
     ), unsent as (
       update notice_deliveries d
       set state = 'skipped', finished_at = clock_timestamp(), cause_code = 'dismissed',
         cause = $4::jsonb
       from closed c where d.incident_id = c.id and d.state in ('queued', 'gathered', 'held')
     )
     select kanal_notices_changed($1, null) from closed`,
    [organisationId, kind, dedupeKey, JSON.stringify(superseded ? REPLACED : GONE), superseded],
  )
  return rows.length > 0
}
