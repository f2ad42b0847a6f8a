import type { Cause, Verdict } from '../../../adapters/contract.ts'
import type { IntegrationStatus } from '../../../collections/integrations/integrations.ts'
import type { Tx } from '../../../database/tx.ts'
import { notify } from '../../notifications/notify.ts'
import { recover } from '../../notifications/recover.ts'
import { pauseAfter, REJECTED_FOR_MS, REJECTIONS_TO_FAIL, UNVERIFIED_TO_DEGRADE } from './cadence.ts'

/** What a test of stored credentials said. */
export interface Answer {
  verdict: Verdict
  cause: Cause | null
  /** The shop is at fault, not the app's own keys. */
  aboutShop: boolean
  isLocked: boolean
  ms: number
}

export interface Watched {
  integrationId: string
  organisationId: string
  /** The adapter's name, for notices. */
  name: string
  /** Version of the credentials that was tested; an answer about an older one says nothing. */
  version: number
}

interface Streak {
  rejected: number
  rejectedSince: Date | null
  unverified: number
}

const KEEP_DAYS = 35

/** Adds one answer to the history of an integration. */
export const keepAnswer = (
  tx: Tx,
  { integrationId, organisationId }: Pick<Watched, 'integrationId' | 'organisationId'>,
  source: 'monitor' | 'person',
  { verdict, cause, ms }: Pick<Answer, 'verdict' | 'cause' | 'ms'>,
): Promise<unknown> =>
  tx.query(
    `insert into credential_checks (organisation_id, integration_id, source, verdict, cause, ms)
     values ($1, $2, $3, $4, $5, $6)`,
    [organisationId, integrationId, source, verdict, cause, Math.round(ms)],
  )

/**
 * Draws the conclusions from a test that passed when a person asked for it: history, an end to the streak, and to the
 * incident when there was one. In the caller's transaction.
 */
export async function recordPassed(
  tx: Tx,
  { integrationId, organisationId }: Pick<Watched, 'integrationId' | 'organisationId'>,
  { ms }: { ms: number },
): Promise<void> {
  await keepAnswer(tx, { integrationId, organisationId }, 'person', { verdict: 'accepted', cause: null, ms })
  await tx.query(
    `update credential_health set rejected = 0, rejected_since = null, unverified = 0, checked_at = now()
     where integration_id = $1`,
    [integrationId],
  )
  await recover(tx, { organisationId, kind: 'credential.rejected', dedupeKey: integrationId })
}

/** Forgets answers that no graph shows any more. */
export const forgetOldAnswers = (tx: Tx): Promise<unknown> =>
  tx.query('delete from credential_checks where at < now() - make_interval(days => $1)', [KEEP_DAYS])

/**
 * Draws the conclusions from one scheduled test: history, streak, status, notice, time of the next test, all in the
 * caller's transaction. Only rejections of the app's own keys, three in a row over ten minutes, make a credential
 * failed; everything else at most degraded. An answer about a version that is not in force any more changes nothing.
 * @param random in [0, 1).
 */
export async function recordAnswer(
  tx: Tx,
  watched: Watched,
  answer: Answer,
  { credentials, random }: { credentials: number; random: number },
): Promise<IntegrationStatus | null> {
  const { integrationId, organisationId, version } = watched
  const [row] = await tx.query<{ status: IntegrationStatus; now: Date }>(
    `select status, clock_timestamp() as now from integrations where id = $1 and version = $2 for update`,
    [integrationId, version],
  )
  if (!row || row.status === 'draft') return null
  await keepAnswer(tx, watched, 'monitor', answer)
  const streak = await streakAfter(tx, integrationId, answer, row.now)
  const status = statusAfter(row.status, answer, streak, row.now)
  const next = new Date(row.now.getTime() + pauseAfter({ ...answer, ...streak }, { credentials, random }))
  await tx.query(
    `update credential_health set rejected = $2, rejected_since = $3, unverified = $4, checked_at = $5, next_at = $6
     where integration_id = $1`,
    [integrationId, streak.rejected, streak.rejectedSince, streak.unverified, row.now, next],
  )
  await tx.query(
    `update integrations
     set status = $2::enum_integrations_status, last_tested_at = $3, last_verdict = $4, last_cause = $5, updated_at = now()
     where id = $1`,
    [integrationId, status, row.now, answer.verdict, answer.cause],
  )
  await tellChange(tx, watched, organisationId, { before: row.status, after: status })
  return status
}

async function streakAfter(tx: Tx, integrationId: string, answer: Answer, now: Date): Promise<Streak> {
  const [before] = await tx.query<Streak>(
    `select rejected, rejected_since as "rejectedSince", unverified from credential_health
     where integration_id = $1 for update`,
    [integrationId],
  )
  const was = before ?? { rejected: 0, rejectedSince: null, unverified: 0 }
  if (answer.verdict === 'accepted') return { rejected: 0, rejectedSince: null, unverified: 0 }
  // Not knowing neither proves nor disproves a streak of rejections.
  if (answer.verdict === 'unverified') return { ...was, unverified: was.unverified + 1 }
  if (answer.aboutShop) return { rejected: 0, rejectedSince: null, unverified: 0 }
  return { rejected: was.rejected + 1, rejectedSince: was.rejectedSince ?? now, unverified: 0 }
}

function statusAfter(
  status: IntegrationStatus,
  answer: Answer,
  streak: Streak,
  now: Date,
): IntegrationStatus {
  if (answer.isLocked) return 'locked'
  if (answer.verdict === 'accepted') return 'active'
  if (status === 'failed') return 'failed'
  if (answer.verdict === 'unverified') {
    return status === 'active' && streak.unverified >= UNVERIFIED_TO_DEGRADE ? 'degraded' : status
  }
  const rejectedForMs = now.getTime() - (streak.rejectedSince ?? now).getTime()
  const isBroken = streak.rejected >= REJECTIONS_TO_FAIL && rejectedForMs >= REJECTED_FOR_MS
  return isBroken ? 'failed' : 'degraded'
}

async function tellChange(
  tx: Tx,
  { integrationId, name }: Watched,
  organisationId: string,
  { before, after }: { before: IntegrationStatus; after: IntegrationStatus },
): Promise<void> {
  const incident = { organisationId, kind: 'credential.rejected', dedupeKey: integrationId } as const
  if (after === 'failed' && before !== 'failed') {
    await notify(tx, { ...incident, params: { integration: name } })
  }
  if (after === 'active' && before !== 'active') await recover(tx, incident)
}
