import type { Tx } from '../../../database/tx.ts'
import { operatorOf } from '../../services/operator.ts'
import type { KekProvider } from '../keys/kek.ts'
import { kekInForce } from '../keys/wrap.ts'
import { liveHolders, type KeyHolder } from './heartbeat.ts'
import { allCounts, figuresOf, type CryptoFigures } from './crypto-figures.ts'
import { wrappedBy } from './master.ts'
import { latestRotations, type Rotation } from './rotations.ts'

/** A rotation as a browser reads it: times as ISO instants. */
export type RotationLine = Omit<Rotation, 'startedAt' | 'finishedAt'> & {
  startedAt: string
  finishedAt: string | null
}

const lineOfRotation = (rotation: Rotation): RotationLine => ({
  ...rotation,
  startedAt: rotation.startedAt.toISOString(),
  finishedAt: rotation.finishedAt?.toISOString() ?? null,
})

/** An organisation's key: none yet, in force, or destroyed with all its secrets. */
export interface OrganisationKeyStatus {
  organisation: { id: string; name: string }
  state: 'none' | 'active' | 'destroyed'
  version: number | null
  /** ISO instant. */
  since: string | null
  /** Stored values, history included. */
  values: number
  rotations: RotationLine[]
}

/**
 * `in_force` wraps new keys; `needed` still wraps some; `ready` can be put in force, every process holds it; `waiting` is
 * lacking somewhere; `unneeded` wraps nothing any more.
 */
export type MasterKeyState = 'in_force' | 'needed' | 'ready' | 'waiting' | 'unneeded'

export interface MasterKeyLine {
  kekId: string
  state: MasterKeyState
  /** Keys it wraps. */
  keys: number
  lacking: KeyHolder['role'][]
}

export interface MasterKeyStatus {
  keys: MasterKeyLine[]
  processes: KeyHolder[]
  rotations: RotationLine[]
  figures: CryptoFigures
}

export async function organisationKeyStatus(tx: Tx, organisationId: string): Promise<OrganisationKeyStatus> {
  const [row] = await tx.query<{
    name: string
    version: number | null
    since: Date | null
    keys: number
    values: number
  }>(
    `select o.name, k.version, k.created_at as since,
       (select count(*)::int from cred_keys where organisation_id = o.id) as keys,
       (select count(*)::int from cred_values where organisation_id = o.id and envelope is not null) as values
     from organisations o
     left join cred_keys k on k.organisation_id = o.id and k.state = 'active'
     where o.id = $1`,
    [organisationId],
  )
  const { name = '', version = null, since = null, keys = 0, values = 0 } = row ?? {}
  return {
    organisation: { id: organisationId, name },
    state: version !== null ? 'active' : keys > 0 ? 'destroyed' : 'none',
    version,
    since: since?.toISOString() ?? null,
    values,
    rotations: (await latestRotations(tx, { organisationId })).map(lineOfRotation),
  }
}

/** What the page shows; the master keys only to the organisation that runs the deployment. */
export interface KeyStatus {
  organisation: OrganisationKeyStatus
  master: MasterKeyStatus | null
}

export async function keyStatus(
  tx: Tx,
  keks: Pick<KekProvider, 'activeKekId' | 'kekIds'>,
  organisationId: string,
): Promise<KeyStatus> {
  const isOperator = (await operatorOf(tx)) === organisationId
  return {
    organisation: await organisationKeyStatus(tx, organisationId),
    master: isOperator ? await masterKeyStatus(tx, keks) : null,
  }
}

/** Which master keys there are, what each wraps, and which running processes hold it. */
export async function masterKeyStatus(
  tx: Tx,
  keks: Pick<KekProvider, 'activeKekId' | 'kekIds'>,
): Promise<MasterKeyStatus> {
  const inForce = await kekInForce(tx, keks)
  const processes = await liveHolders(tx)
  const wrapped = new Map((await wrappedBy(tx)).map(({ kekId, keys }) => [kekId, keys]))
  const rotations = (await latestRotations(tx, { organisationId: null })).map(lineOfRotation)
  const known = await tx.query<{ kekId: string; isOlder: boolean }>(
    `select kek_id as "kekId",
       created_at < (select created_at from cred_canaries where kek_id = $1) as "isOlder" from cred_canaries`,
    [inForce],
  )
  const older = new Set(known.flatMap(({ kekId, isOlder }) => (isOlder ? [kekId] : [])))
  const ids = new Set([...keks.kekIds, ...processes.flatMap(({ kekIds }) => kekIds), ...wrapped.keys()])
  const lineOf = (kekId: string): MasterKeyLine => {
    const lacking = processes.flatMap(({ kekIds, role }) => (kekIds.includes(kekId) ? [] : [role]))
    if (!keks.kekIds.includes(kekId) && processes.length === 0) lacking.push('web')
    const keys = wrapped.get(kekId) ?? 0
    const state = ((): MasterKeyState => {
      if (kekId === inForce) return 'in_force'
      if (keys > 0) return 'needed'
      if (older.has(kekId)) return 'unneeded'
      return lacking.length > 0 ? 'waiting' : 'ready'
    })()
    return { kekId, state, keys, lacking }
  }
  const figures = figuresOf(await allCounts(tx))
  return { keys: [...ids].sort().map(lineOf), processes, rotations, figures }
}
