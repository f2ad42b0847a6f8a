import type { Role } from '../../collections/access/roles.ts'
import type { Tx } from '../../database/tx.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { announceJob } from './jobs.ts'
import { NOTICE_KINDS, type NoticeKind, type ParamOf } from './kinds.ts'
import type { NoticeParam } from './render.ts'

/** A value for every name in the texts of the kind; a text of its own where the words depend on the language. */
export type NoticeParams<K extends NoticeKind> = Readonly<Record<ParamOf<K>, NoticeParam>>

/** Something that people of an organisation should hear of. */
export interface NoticeEvent<K extends NoticeKind = NoticeKind> {
  organisationId: string
  kind: K
  /** What it is about, such as a shop's id; for a kind that happens once, the id of what happened. */
  dedupeKey: string
  /** What the texts of the kind name. Shown and e-mailed: never a secret. */
  params: NoticeParams<K>
  /** Admin path that leads to the place, without the admin prefix; default the kind's own. */
  link?: string
  /** Who hears of it; default the kind's roles. A user alone means nobody else. */
  audience?: { roles?: readonly Role[]; userId?: string }
}

/** What became of an event: a new incident, one that came back before its recovery was told, or one more of the same. */
export type NoticeChange = 'opened' | 'relapsed' | 'repeated'

/**
 * Tells people of an organisation, in the transaction of what happened: both, or neither. There is one open incident
 * per (organisation, kind, dedupeKey), however many call at once; a repeated event only counts up.
 * @throws Error for a kind without an audience, when the event names nobody either
 */
export async function notify<K extends NoticeKind>(tx: Tx, event: NoticeEvent<K>): Promise<NoticeChange> {
  const { organisationId, kind, dedupeKey, params, audience } = event
  const { lasting, link, roles, mailed } = { mailed: true, ...NOTICE_KINDS[kind] }
  const toRoles = audience?.roles ?? (audience?.userId === undefined ? roles : [])
  if (toRoles.length === 0 && audience?.userId === undefined)
    throw new Error(`A notice of kind ${kind} must name its audience`)
  const [told] = await tx.query<{ incident_id: string; change: NoticeChange }>(
    'select * from kanal_notify($1, $2, $3, $4, $5::jsonb, $6, $7, $8)',
    [
      organisationId,
      kind,
      dedupeKey,
      lasting,
      JSON.stringify(params),
      event.link ?? link,
      toRoles,
      audience?.userId ?? null,
    ],
  )
  const { incident_id: incidentId, change } = told as { incident_id: string; change: NoticeChange }
  if (change === 'opened' && mailed) await enqueue(tx, announceJob, { incidentId, moment: 'opened' })
  return change
}
