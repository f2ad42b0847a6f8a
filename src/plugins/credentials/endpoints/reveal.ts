import type { PayloadRequest } from 'payload'
import { describeCredentials } from '../../../adapters/contract.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { integrationAdapterOf } from '../../context.ts'
import { notify } from '../../notifications/notify.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell, type Caller, type Told } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { malformed } from '../../security/endpoint/refusal.ts'
import { admit } from '../../security/rate-limit.ts'
import { GRANT_SECONDS, issueGrant, redeemGrant, type GrantBinding } from '../lifecycle/grants.ts'
import { withCredentials } from '../read.ts'
import { describeStored } from '../store.ts'
import { ownerOf } from './attempt.ts'
import { revealGrantInput, revealInput } from './input.ts'
import { integrationFor, type IntegrationRow } from './integration-for.ts'
import { grantGone, notFound, nothingStored, revealOff, sessionRequired, tooManyReveals } from './problem.ts'

const REVEALS_PER_HOUR = 5
/** How long a page shows the value. */
const SHOWN_SECONDS = 15

/** What a reveal is about: one secret of one integration, asked for by one person in one session. */
interface Subject extends GrantBinding {
  /** As people know it. */
  name: string
  slug: string
}

/**
 * `POST /api/integrations/:id/reveal-grant` with `{ field, reason }`: leave to see one stored secret once, within 30
 * seconds, in this session and from this address. Five an hour per person; the sixth tells the owners.
 */
export const revealGrantEndpoint = endpoint({
  method: 'post',
  path: '/:id/reveal-grant',
  audit: ['credential.reveal_grant'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { field, reason } = await readInput(req, revealGrantInput)
    const row = await integrationFor(caller, req, 'reveal')
    const subject = subjectOf(caller, req, row, field)
    const tx = autocommit(caller.kanal.pool)
    const owner = { organisationId: row.organisationId, ownerType: 'integration', ownerId: row.id } as const
    const { fields } = await describeStored(tx, owner)
    if (!fields.some((stored) => stored.field === field)) throw nothingStored()
    const [setting] = await tx.query(
      `select 1 from cred_heads
       where owner_type = 'integration' and owner_id = $1 and reveal_allowed_at is not null`,
      [row.id],
    )
    if (!setting) {
      await tell(tx, caller, told(subject, 'credential.reveal_grant', 'denied', 'reveal_off'))
      throw revealOff()
    }
    await admitReveal(caller, subject)
    const grant = await transaction(caller.kanal.pool, async (inner) => {
      await tell(inner, caller, told(subject, 'credential.reveal_grant', 'ok', reason))
      return issueGrant(inner, subject, reason)
    })
    return answer({ grant, seconds: GRANT_SECONDS })
  },
})

/**
 * `POST /api/integrations/:id/reveal` with `{ field, grant }`: the value, once. That it was shown is committed to the
 * audit trail, and the owners are told, before it is even opened: no trail, no value.
 */
export const revealEndpoint = endpoint({
  method: 'post',
  path: '/:id/reveal',
  audit: ['credential.reveal'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { field, grant } = await readInput(req, revealInput)
    const row = await integrationFor(caller, req, 'reveal')
    const subject = subjectOf(caller, req, row, field)
    const { kanal } = caller
    const redeemed = await transaction(kanal.pool, async (tx) => {
      const result = await redeemGrant(tx, grant, subject)
      if ('refused' in result) return result
      await tell(tx, caller, told(subject, 'credential.reveal', 'ok', result.reason))
      await notify(tx, {
        organisationId: subject.organisationId,
        kind: 'credential.revealed',
        dedupeKey: caller.requestId,
        params: { person: caller.userName, integration: subject.name },
      })
      return result
    })
    if ('refused' in redeemed) {
      await tell(
        autocommit(kanal.pool),
        caller,
        told(subject, 'credential.reveal', 'denied', redeemed.refused),
      )
      throw grantGone()
    }
    const reading = {
      organisationId: row.organisationId,
      ownerType: 'integration',
      ownerId: row.id,
      slug: subject.slug,
      fields: [field],
      consumer: 'credential.reveal',
      purpose: 'reveal',
    } as const
    try {
      return await withCredentials(kanal.vault, kanal.pool, reading, (values) =>
        answer({ value: values[field] ?? '', seconds: SHOWN_SECONDS }),
      )
    } catch (error) {
      await tell(autocommit(kanal.pool), caller, told(subject, 'credential.reveal', 'failed', 'unreadable'))
      throw error
    }
  },
})

/** @throws Refusal for a field that is no secret of the integration, or a caller without a browser session. */
function subjectOf(caller: Caller, req: PayloadRequest, row: IntegrationRow, field: string): Subject {
  const sessionId = (req.user as { _sid?: string } | null)?._sid
  if (!sessionId) throw sessionRequired()
  const adapter = integrationAdapterOf(caller.kanal, row.marketplace)
  if (!adapter) throw notFound()
  const known = describeCredentials(adapter.credentials).some(({ key, secret }) => secret && key === field)
  if (!known) throw malformed(['field'])
  const { slug } = ownerOf({ organisationId: row.organisationId, integrationId: row.id, adapter })
  return {
    organisationId: row.organisationId,
    integrationId: row.id,
    field,
    userId: caller.userId,
    sessionId,
    ip: caller.ip,
    name: adapter.name,
    slug,
  }
}

/** Counts one more value this person wants to see. @throws Refusal 429 after five within an hour */
async function admitReveal(caller: Caller, subject: Subject): Promise<void> {
  const limit = { subject: `credential.reveal:${caller.userId}`, most: REVEALS_PER_HOUR, windowSeconds: 3600 }
  const wait = await admit(autocommit(caller.kanal.pool), limit)
  if (wait === 0) return
  await transaction(caller.kanal.pool, async (tx) => {
    await tell(tx, caller, told(subject, 'credential.reveal_grant', 'denied', 'too_many_reveals'))
    await notify(tx, {
      organisationId: subject.organisationId,
      kind: 'credential.reveal_limit',
      // One notice an hour and person, however often they knock.
      dedupeKey: `${caller.userId}:${Math.floor(Date.now() / 3_600_000)}`,
      params: { person: caller.userName, integration: subject.name },
    })
  })
  throw tooManyReveals(wait)
}

const told = (
  { organisationId, integrationId, name, field }: Subject,
  action: Told['action'],
  outcome: Told['outcome'],
  reason: string,
): Told => ({
  organisationId,
  action,
  outcome,
  reason,
  target: { type: 'integration', id: integrationId, label: name },
  fields: [field],
})
