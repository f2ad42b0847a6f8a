import type { Explanation, Language } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { pick } from '../../i18n/pick.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { sendJob } from './jobs.ts'
import { type StoredParams, wordsOf } from './render.ts'

export type DeliveryState = 'queued' | 'gathered' | 'held' | 'sent' | 'failed' | 'skipped' | 'summarised'

/** One e-mail in the delivery log. */
export interface LoggedDelivery {
  id: string
  /** The title of the notice; null for a summary. */
  title: string | null
  moment: 'opened' | 'recovered' | 'digest'
  to: string
  state: DeliveryState
  attempts: number
  /** When it is due, or when it ended. */
  at: string
  createdAt: string
  cause: { what: string; why: string; remedy: string; code: string } | null
  providerId: string | null
  canRepeat: boolean
}

interface Row {
  id: string
  kind: string | null
  params: StoredParams | null
  moment: LoggedDelivery['moment']
  to: string
  state: DeliveryState
  attempts: number
  due_at: Date
  finished_at: Date | null
  created_at: Date
  cause_code: string | null
  cause: Explanation | null
  provider_id: string | null
}

export const LOG_PAGE = 50

/** What can be sent again by hand: it failed, or there was no mail server. */
const REPEATABLE = /* sql */ `(state = 'failed' or (state = 'skipped' and cause_code = 'not_configured'))`

const isRepeatable = ({ state, cause_code: code }: Row): boolean =>
  state === 'failed' || (state === 'skipped' && code === 'not_configured')

/** A page of an organisation's e-mails, the newest first; those of one person when given. */
export async function deliveryLog(
  tx: Tx,
  input: { organisation: string; user: string | null; language: Language; page: number },
): Promise<{ rows: LoggedDelivery[]; hasMore: boolean }> {
  const { organisation, user, language, page } = input
  const found = await tx.query<Row>(
    `select d.id, i.kind, i.params, d.moment, u.email as to, d.state, d.attempts, d.due_at, d.finished_at,
       d.created_at, d.cause_code, d.cause, d.provider_id
     from notice_deliveries d
     join users u on u.id = d.user_id
     left join notice_incidents i on i.id = d.incident_id
     where d.organisation_id = $1 and ($2::uuid is null or d.user_id = $2)
     order by d.created_at desc, d.id desc limit $3 offset $4`,
    [organisation, user, LOG_PAGE + 1, (page - 1) * LOG_PAGE],
  )
  const rows = found.slice(0, LOG_PAGE).map((row): LoggedDelivery => ({
    id: row.id,
    title: row.kind === null ? null : wordsOf(row.kind, row.params ?? {}, language).title,
    moment: row.moment,
    to: row.to,
    state: row.state,
    attempts: row.attempts,
    at: (row.finished_at ?? row.due_at).toISOString(),
    createdAt: row.created_at.toISOString(),
    cause: row.cause && {
      what: pick(row.cause.what, language),
      why: pick(row.cause.why, language),
      remedy: pick(row.cause.remedy, language),
      code: row.cause_code ?? '',
    },
    providerId: row.provider_id,
    canRepeat: isRepeatable(row),
  }))
  return { rows, hasMore: found.length > LOG_PAGE }
}

/** Puts an e-mail that did not go out back into the queue. @returns false when it is not one of those */
export async function repeatDelivery(
  tx: Tx,
  { organisation, delivery, now }: { organisation: string; delivery: string; now: Date },
): Promise<boolean> {
  const again = await tx.query(
    `update notice_deliveries set state = 'queued', attempts = 0, due_at = $3, finished_at = null
     where id = $1 and organisation_id = $2 and ${REPEATABLE} returning id`,
    [delivery, organisation, now],
  )
  if (again.length === 0) return false
  await enqueue(tx, sendJob, { deliveryId: delivery }, { jobKey: `mail:${delivery}` })
  return true
}
