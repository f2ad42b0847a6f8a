import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import type { Kanal } from '../../context.ts'
import { uuidBytes } from '../crypto/bytes.ts'
import type { KeyState, NewKey } from '../keys/organisation-keys.ts'
import type { Vault } from '../vault.ts'
import { RotationRefused } from './errors.ts'
import { recoverRotation, tellUnreadable } from './notices.ts'
import { resealBatch } from './reseal.ts'
import { RETIRE_AFTER_SECONDS, retireKeys } from './retire.ts'
import {
  closeRotation,
  noteProgress,
  openRotation,
  readRotation,
  runningRotation,
  type Rotation,
} from './rotations.ts'

/** Passes over the values: a second one finds what was sealed with the old key as the first went by. */
const MOST_PASSES = 5

const OTHERS = `organisation_id = $1 and envelope is not null and substr(envelope, 7, 16) <> $2`

async function leftOver(tx: Tx, organisationId: string, keyId: string): Promise<number> {
  const [row] = await tx.query<{ left: number }>(
    `select count(*)::int as left from cred_values where ${OTHERS}`,
    [organisationId, uuidBytes(keyId)],
  )
  return row?.left ?? 0
}

/**
 * Stores an organisation's next key and records that everything is to be sealed with it; a task then does it.
 * @throws RotationRefused `already_running`, `no_key`, `destroyed`, or `busy` when the key must be made again.
 */
export async function startOrganisationRotation(
  tx: Tx,
  vault: Vault,
  { next, requestedBy }: { next: NewKey; requestedBy: string | null },
): Promise<string> {
  const { organisationId, keyId: toKey } = next
  const keys = await tx.query<{ state: KeyState }>(
    'select state from cred_keys where organisation_id = $1 for update',
    [organisationId],
  )
  if (keys.length === 0) throw new RotationRefused('no_key', 'This organisation has no key yet.')
  if (!keys.some(({ state }) => state === 'active'))
    throw new RotationRefused('destroyed', 'The secrets of this organisation were destroyed.')
  if (await runningRotation(tx, organisationId))
    throw new RotationRefused('already_running', 'This key is being changed already.')
  if (!(await vault.keys.storeNext(tx, next, 'pending')))
    throw new RotationRefused('busy', 'Another key came in force meanwhile.')
  const total = await leftOver(tx, organisationId, toKey)
  return openRotation(tx, { kind: 'organisation', organisationId, toKey, total, requestedBy })
}

export interface RunOptions {
  signal?: AbortSignal
  /** Rows at a time. */
  batch?: number
}

/**
 * Brings the new key in force and seals every value again, history included. Resumes where it stopped. Whoever
 * changes a value meanwhile wins; a value that does not open stays as it is, and the rotation ends as failed. Has the
 * old keys destroyed some minutes later when nothing needs them any more.
 * @returns whether that is so.
 */
export async function runOrganisationRotation(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  rotationId: string,
  options: RunOptions = {},
): Promise<boolean> {
  const rotation = await readRotation(autocommit(kanal.pool), rotationId)
  if (rotation?.state !== 'running' || rotation.organisationId === null) return false
  const { organisationId, toKey } = rotation
  await promote(kanal, organisationId, toKey)
  let left = await resealAll(kanal, rotation, options)
  for (let pass = 1; left > 0 && pass < MOST_PASSES; pass += 1) {
    left = await resealAll(kanal, { ...rotation, cursor: null }, options)
  }
  await transaction(kanal.pool, async (tx) => {
    await closeRotation(tx, rotationId, left > 0 ? `unreadable:${left}` : null)
    if (left > 0) {
      await tellUnreadable(tx, organisationId, left)
      return
    }
    await recoverRotation(tx, organisationId)
    const runAt = new Date(Date.now() + RETIRE_AFTER_SECONDS * 1_000)
    await enqueue(tx, retireKeys, { organisationId }, { jobKey: `keys.retire:${organisationId}`, runAt })
  })
  return left === 0
}

/** From the commit on, new values are sealed with the new key; waits for those that are being sealed with the old. */
const promote = (kanal: Pick<Kanal, 'pool'>, organisationId: string, keyId: string): Promise<unknown> =>
  transaction(kanal.pool, async (tx) => {
    const [key] = await tx.query<{ state: KeyState }>(
      'select state from cred_keys where id = $1 for update',
      [keyId],
    )
    if (key?.state !== 'pending') return
    await tx.query(
      `update cred_keys set state = 'decrypt_only' where organisation_id = $1 and state = 'active' and id <> $2`,
      [organisationId, keyId],
    )
    await tx.query(`update cred_keys set state = 'active' where id = $1`, [keyId])
  })

/** One pass. @returns how many values are still sealed with another key. */
async function resealAll(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  rotation: Rotation & { organisationId: string | null },
  { signal, batch: size }: RunOptions,
): Promise<number> {
  const { id, toKey } = rotation
  const organisationId = rotation.organisationId ?? ''
  let { cursor } = rotation
  for (;;) {
    signal?.throwIfAborted()
    const batch = await resealBatch(kanal, { organisationId, toKey, after: cursor, size })
    if (!batch) break
    cursor = batch.last
    await transaction(kanal.pool, async (tx) => {
      const done = await batch.store(tx)
      await noteProgress(tx, id, { done, unreadable: batch.unreadable, cursor })
    })
  }
  return leftOver(autocommit(kanal.pool), organisationId, toKey)
}
