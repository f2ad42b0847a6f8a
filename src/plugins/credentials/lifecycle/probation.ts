import type { Tx } from '../../../database/tx.ts'
import type { CredentialOwner } from '../owner.ts'

/** How long a new version is watched. */
export const PROBATION_MINUTES = 15

/**
 * When calls refused with a new version call for a look. One refusal happens to any key, so three, and not all in
 * one minute: a hiccup of a provider takes seconds. Five are enough at once, because a shop that sells sends that
 * many requests within a minute and every one of them fails. Being wrong costs a test, not a return: see
 * `reviewProbation`.
 */
const ENOUGH = '(refusals >= 5 or (refusals >= 3 and minutes >= 2))'

export interface Probation {
  organisationId: string
  integrationId: string
  version: number
  /** The version to go back to. */
  previousVersion: number
  refusals: number
}

/**
 * Starts watching a version that has just come into force, in the transaction of its save. Nothing is watched when
 * there is no version to go back to.
 */
export async function startProbation(
  tx: Tx,
  { organisationId, ownerType, ownerId }: CredentialOwner,
  { version, previous }: { version: number; previous: number },
): Promise<void> {
  await endProbations(tx, { organisationId, ownerType, ownerId })
  await tx.query(
    `insert into cred_probations (owner_type, owner_id, organisation_id, version, previous_version, until)
     select $1, $2, $3, $4, $5, now() + make_interval(mins => $6)
     where exists (
       select from cred_versions where owner_type = $1 and owner_id = $2 and organisation_id = $3 and version = $5
     )`,
    [ownerType, ownerId, organisationId, version, previous, PROBATION_MINUTES],
  )
}

/** Nothing of this owner is watched any more: another version has come into force, or none is left. */
export const endProbations = (tx: Tx, { ownerType, ownerId }: CredentialOwner): Promise<unknown> =>
  tx.query(
    `update cred_probations set state = 'superseded', decided_at = now()
     where owner_type = $1 and owner_id = $2 and state = 'watching'`,
    [ownerType, ownerId],
  )

/**
 * Counts a call that was refused for the credential, if its version is being watched.
 * @returns whether there have been enough of them to look into it
 */
export async function countRefusal(
  tx: Tx,
  { integrationId, version, reason }: { integrationId: string; version: number; reason: string },
): Promise<boolean> {
  const [row] = await tx.query<{ isEnough: boolean }>(
    `update cred_probations
     set refusals = refusals + 1, reason = $3, refused_at = now(),
       minutes = minutes + (date_trunc('minute', now()) is distinct from date_trunc('minute', refused_at))::int
     where owner_type = 'integration' and owner_id = $1 and version = $2 and state = 'watching' and until > now()
     returning ${ENOUGH} as "isEnough"`,
    [integrationId, version, reason],
  )
  return row?.isEnough ?? false
}

/** The watch over the version in force of an integration, if enough calls were refused to look into it. */
export async function suspectOf(tx: Tx, integrationId: string): Promise<Probation | null> {
  const [row] = await tx.query<Probation>(
    `select organisation_id as "organisationId", owner_id as "integrationId", version,
       previous_version as "previousVersion", refusals
     from cred_probations
     where owner_type = 'integration' and owner_id = $1 and state = 'watching' and ${ENOUGH}`,
    [integrationId],
  )
  return row ?? null
}

/** Integrations to look into: their version was refused often enough, and nobody has decided yet. */
export const suspects = async (tx: Tx): Promise<readonly string[]> =>
  (
    await tx.query<{ id: string }>(
      `select owner_id as id from cred_probations where state = 'watching' and ${ENOUGH}`,
    )
  ).map(({ id }) => id)

/** The refusals so far had another reason: start counting anew. A refusal that came in meanwhile stays counted. */
export const forgive = (tx: Tx, { integrationId, version, refusals }: Probation): Promise<unknown> =>
  tx.query(
    `update cred_probations
     set refusals = refusals - $3, minutes = case when refusals > $3 then 1 else 0 end
     where owner_type = 'integration' and owner_id = $1 and version = $2 and state = 'watching' and refusals >= $3`,
    [integrationId, version, refusals],
  )

/** @returns false when it was decided already. */
export async function decide(
  tx: Tx,
  { integrationId, version }: Probation,
  state: 'reverted' | 'failed',
): Promise<boolean> {
  const rows = await tx.query(
    `update cred_probations set state = $3, decided_at = now()
     where owner_type = 'integration' and owner_id = $1 and version = $2 and state = 'watching' returning version`,
    [integrationId, version, state],
  )
  return rows.length > 0
}

/** Lets versions go whose time is over; a suspect that no test could clear is given up after an hour more. */
export const closeProbations = (tx: Tx): Promise<unknown> =>
  tx.query(
    `update cred_probations set state = case when ${ENOUGH} then 'undecided' else 'passed' end, decided_at = now()
     where state = 'watching' and until < now() - case when ${ENOUGH} then interval '1 hour' else interval '0' end`,
  )
