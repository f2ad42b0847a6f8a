import { transaction, type Tx } from '../../../database/tx.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import type { AuditEvent } from '../../audit/event.ts'
import type { Kanal } from '../../context.ts'
import { operatorOf } from '../../services/operator.ts'
import type { KekProvider } from '../keys/kek.ts'
import type { NewKey } from '../keys/organisation-keys.ts'
import { RotationRefused } from './errors.ts'
import { startMasterRotation } from './master.ts'
import { startOrganisationRotation } from './organisation.ts'
import { runningRotation } from './rotations.ts'
import { rotateKeys } from './tasks.ts'

/** Who changes a key, as the audit trail shows it. */
export type ChangedBy = Pick<AuditEvent, 'actor' | 'ip' | 'userAgent' | 'requestId'>

type Ground = Pick<Kanal, 'pool' | 'vault' | 'audit'>

const userIdOf = ({ actor }: ChangedBy): string | null => (actor.type === 'user' ? (actor.id ?? null) : null)
/** Tries while the master key changes under the new key, or somebody else makes one. */
const MOST_ATTEMPTS = 3

/**
 * Makes the organisation's next key and has everything sealed with it: key, audit row and job in one transaction.
 * @returns the rotation's id. @throws RotationRefused `already_running`, `no_key`, `destroyed`, `busy`.
 */
export const changeOrganisationKey = (
  kanal: Ground,
  organisationId: string,
  by: ChangedBy,
): Promise<string> =>
  withNextKey(kanal, organisationId, async (tx, next) => {
    const id = await startOrganisationRotation(tx, kanal.vault, { next, requestedBy: userIdOf(by) })
    await tellNewKey(tx, kanal, by, next, 'rotation')
    await enqueueRotation(tx, id)
    return id
  })

/**
 * Makes a new key for an organisation whose secrets were destroyed, in force at once. @returns its version.
 * @throws RotationRefused `not_destroyed`, `busy`.
 */
export async function startAgain(kanal: Ground, organisationId: string, by: ChangedBy): Promise<number> {
  const version = await withNextKey(kanal, organisationId, async (tx, next) => {
    const keys = await tx.query<{ state: string }>(
      'select state from cred_keys where organisation_id = $1 for update',
      [organisationId],
    )
    if (keys.length === 0 || keys.some(({ state }) => state !== 'destroyed'))
      throw new RotationRefused('not_destroyed', 'The secrets of this organisation were not destroyed.')
    if (!(await kanal.vault.keys.storeNext(tx, next, 'active')))
      throw new RotationRefused('busy', 'Another key came in force meanwhile.')
    await tellNewKey(tx, kanal, by, next, 'after_shred')
    return next.keyVersion
  })
  return version
}

/**
 * Puts a master key in force and has every key wrapped with it: setting, audit row (in the operator's trail) and job
 * in one transaction. @returns the rotation's id.
 * @throws RotationRefused `unknown_key`, `not_everywhere`, `already_running`, `nothing_to_do`.
 */
export const changeMasterKey = (
  kanal: Ground,
  keks: KekProvider,
  toKek: string,
  by: ChangedBy,
): Promise<string> =>
  transaction(kanal.pool, async (tx) => {
    const id = await startMasterRotation(tx, keks, { toKek, requestedBy: userIdOf(by) })
    const operator = await operatorOf(tx)
    if (operator !== null)
      await kanal.audit.record(tx, {
        ...by,
        organisationId: operator,
        action: 'key.rotate',
        target: { type: 'master_key', id: toKek },
        outcome: 'ok',
        reason: 'rotation',
      })
    await enqueueRotation(tx, id)
    return id
  })

/** Wakes a rotation that nobody works on any more. @returns its id, or null when none is under way. */
export const wakeRotation = (
  kanal: Pick<Kanal, 'pool'>,
  organisationId: string | null,
): Promise<string | null> =>
  transaction(kanal.pool, async (tx) => {
    const id = await runningRotation(tx, organisationId)
    if (id !== null) await enqueueRotation(tx, id)
    return id
  })

const enqueueRotation = (tx: Tx, rotationId: string): Promise<void> =>
  enqueue(tx, rotateKeys, { rotationId }, { jobKey: `keys.rotate:${rotationId}` })

const tellNewKey = (
  tx: Tx,
  kanal: Ground,
  by: ChangedBy,
  { organisationId, keyVersion, commitment }: NewKey,
  reason: string,
): Promise<void> =>
  kanal.audit.record(tx, {
    ...by,
    organisationId,
    action: 'key.rotate',
    target: { type: 'key', id: `v${keyVersion}`, label: commitment.toString('hex') },
    outcome: 'ok',
    reason,
  })

/** The key is made before the transaction, because a key service may be asked; made again when it came too late. */
async function withNextKey<T>(
  kanal: Ground,
  organisationId: string,
  store: (tx: Tx, next: NewKey) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const next = await kanal.vault.keys.makeNext(kanal.pool, organisationId)
    try {
      return await transaction(kanal.pool, (tx) => store(tx, next))
    } catch (error) {
      const isBusy = error instanceof RotationRefused && error.code === 'busy'
      if (!isBusy || attempt >= MOST_ATTEMPTS) throw error
    }
  }
}
