import type { Explanation } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import type { NoticeKind } from './kinds.ts'

const UNSENT: Explanation = {
  what: text('E-mail tidak dikirim.', 'The e-mail was not sent.'),
  why: text(
    'Yang diberitakan sudah tidak ada sebelum e-mail dikirim.',
    'What it was about was gone before the e-mail went out.',
  ),
  remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
}

/**
 * Closes the open incident of that key without telling anybody, in the caller's transaction: what it was about is
 * gone, so "recovered" would be untrue. It stays among what once happened, e-mails about it that did not go out yet do
 * not, and the next notice of that key opens a new incident.
 * @returns whether there was an incident to close
 */
export async function dismiss(
  tx: Tx,
  { organisationId, kind, dedupeKey }: { organisationId: string; kind: NoticeKind; dedupeKey: string },
): Promise<boolean> {
  const rows = await tx.query(
    `with closed as (
       update notice_incidents
       set lasting = false, dedupe_key = dedupe_key || ':' || id
       where organisation_id = $1 and kind = $2 and dedupe_key = $3 and lasting and recovered_at is null
       returning id
     ), unsent as (
       update notice_deliveries d
       set state = 'skipped', finished_at = clock_timestamp(), cause_code = 'dismissed',
         cause = $4::jsonb
       from closed c where d.incident_id = c.id and d.state in ('queued', 'gathered', 'held')
     )
     select kanal_notices_changed($1, null) from closed`,
    [organisationId, kind, dedupeKey, JSON.stringify(UNSENT)],
  )
  return rows.length > 0
}
