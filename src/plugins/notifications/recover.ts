import type { Tx } from '../../database/tx.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { announceJob, SETTLE_MS } from './jobs.ts'
import { NOTICE_KINDS, type NoticeKind } from './kinds.ts'
import type { NoticeParams } from './notify.ts'

/**
 * Closes the open incident of that key and tells it once, in the caller's transaction. Without an open incident it
 * does nothing, so it may be called after every success. The e-mail waits ten minutes: a relapse within them
 * continues the incident as if it had never recovered.
 * @returns whether there was an incident to close
 */
export async function recover<K extends NoticeKind>(
  tx: Tx,
  input: {
    organisationId: string
    kind: K
    dedupeKey: string
    params?: Partial<NoticeParams<K>>
  },
): Promise<boolean> {
  const { organisationId, kind, dedupeKey, params = {} } = input
  const [row] = await tx.query<{ id: string | null }>('select kanal_recover($1, $2, $3, $4::jsonb) as id', [
    organisationId,
    kind,
    dedupeKey,
    JSON.stringify(params),
  ])
  const incidentId = row?.id ?? null
  if (incidentId === null) return false
  if (NOTICE_KINDS[kind].mailed !== false) {
    await enqueue(
      tx,
      announceJob,
      { incidentId, moment: 'recovered' },
      { jobKey: `notice:${incidentId}:recovered`, runAt: new Date(Date.now() + SETTLE_MS) },
    )
  }
  return true
}
