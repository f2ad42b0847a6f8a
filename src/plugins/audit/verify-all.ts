import type { Pool } from 'pg'
import { autocommit, type Tx } from '../../database/tx.ts'
import type { SystemKeys } from '../credentials/keys/system-keys.ts'
import { hashOf, statementSchema, type Checkpoint, type Statement } from './checkpoint.ts'
import { isSignedBy, publicKeyPem } from './signing.ts'
import { verifyChain, type Fault } from './verify.ts'

export interface Verification {
  rows: number
  organisations: number
  checkpoints: number
  faults: readonly Fault[]
}

/** What checkpoints say of a chain: the macs claimed for a place. More than one is a contradiction. */
type Claims = ReadonlyMap<number, ReadonlySet<string>>

/**
 * Verifies every chain and every checkpoint, and that the chains still contain what each checkpoint names.
 * @param kept checkpoints kept elsewhere (log lines, mails): they find a database that was set back as a whole.
 */
export async function verifyTrail(
  pool: Pool,
  keys: SystemKeys,
  { organisationId, kept = [] }: { organisationId?: string; kept?: readonly Checkpoint[] } = {},
): Promise<Verification> {
  const tx = autocommit(pool)
  const stored = await tx.query<Checkpoint>(
    'select seq, at, statement, signature from audit_checkpoints order by seq',
  )
  const pem = await publicKeyPem(tx, keys)
  const faults: Fault[] = []
  const checkpointFault = faultOfCheckpoints(stored, pem) ?? faultOfKept(stored, kept, pem)
  if (checkpointFault) faults.push(checkpointFault)
  const claims = claimsOf([...stored, ...kept])
  const organisations = await chainsOf(tx, organisationId, claims)
  let rows = 0
  for (const id of organisations) {
    const claimed: Claims = claims.get(id) ?? new Map()
    const end = await verifyChain(tx, keys, id, (seq, mac) => {
      const said = claimed.get(seq)
      const isRight = said === undefined || (said.size === 1 && said.has(mac.toString('hex')))
      return isRight ? null : { kind: 'replaced', organisationId: id, seq, eventId: null }
    })
    rows += end.rows
    let last = 0
    for (const seq of claimed.keys()) last = Math.max(last, seq)
    const cut: Fault | null =
      last > end.seq ? { kind: 'cut_off', organisationId: id, seq: end.seq + 1, eventId: null } : null
    const fault = end.fault ?? cut
    if (fault) faults.push(fault)
  }
  return { rows, organisations: organisations.length, checkpoints: stored.length, faults }
}

const parsed = (statement: string): Statement | null => {
  try {
    return statementSchema.parse(JSON.parse(statement))
  } catch {
    return null
  }
}

const checkpointAt = (seq: number): Fault => ({
  kind: 'checkpoint',
  organisationId: null,
  seq,
  eventId: null,
})

/** The first checkpoint that is not in its place, not linked to the one before, or not signed. */
function faultOfCheckpoints(stored: readonly Checkpoint[], pem: string): Fault | null {
  let previous: string | null = null
  for (const [index, { seq, statement, signature }] of stored.entries()) {
    const said = parsed(statement)
    const sound =
      seq === index + 1 &&
      said?.seq === seq &&
      said.previous === previous &&
      isSignedBy(pem, statement, signature)
    if (!sound) return checkpointAt(index + 1)
    previous = hashOf(statement)
  }
  return null
}

/** The first kept checkpoint that is forged, or that the database no longer has as it was. */
function faultOfKept(stored: readonly Checkpoint[], kept: readonly Checkpoint[], pem: string): Fault | null {
  const bySeq = new Map(stored.map(({ seq, statement }) => [seq, statement]))
  const bad = [...kept]
    .sort((a, b) => a.seq - b.seq)
    .find(
      ({ seq, statement, signature }) =>
        !isSignedBy(pem, statement, signature) || bySeq.get(seq) !== statement,
    )
  return bad ? checkpointAt(bad.seq) : null
}

function claimsOf(checkpoints: readonly Checkpoint[]): ReadonlyMap<string, Claims> {
  const claims = new Map<string, Map<number, Set<string>>>()
  for (const { statement } of checkpoints) {
    for (const { organisation, seq, mac } of parsed(statement)?.heads ?? []) {
      const chain = claims.get(organisation) ?? new Map<number, Set<string>>()
      chain.set(seq, (chain.get(seq) ?? new Set()).add(mac))
      claims.set(organisation, chain)
    }
  }
  return claims
}

/** Organisations with a chain, with events, or named by a checkpoint. */
async function chainsOf(
  tx: Tx,
  only: string | undefined,
  claims: ReadonlyMap<string, unknown>,
): Promise<string[]> {
  if (only) return [only]
  const rows = await tx.query<{ id: string }>(
    `select organisation_id as id from audit_chain union select organisation_id from audit_events`,
  )
  return [...new Set([...rows.map(({ id }) => id), ...claims.keys()])].sort()
}
