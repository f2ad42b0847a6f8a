import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { uuidBytes } from '../crypto/bytes.ts'
import type { Vault } from '../vault.ts'
import { RotationRefused } from './errors.ts'
import { resealBatch } from './reseal.ts'
import { closeRotation, noteProgress, openRotation, readRotation, type Rotation } from './rotations.ts'

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
 * Makes an organisation's next key and records that everything is to be sealed with it; a task then does it.
 * @throws RotationRefused `already_running`; OrganisationKeyMissingError when the organisation has no key.
 */
export async function startOrganisationRotation(
  tx: Tx,
  vault: Vault,
  { organisationId, requestedBy }: { organisationId: string; requestedBy: string | null },
): Promise<string> {
  const [running] = await tx.query(
    `select id from key_rotations where kind = 'organisation' and organisation_id = $1 and state = 'running'`,
    [organisationId],
  )
  if (running) throw new RotationRefused('already_running', 'This key is being changed already.')
  const toKey = await vault.keys.prepareNext(tx, organisationId)
  const total = await leftOver(tx, organisationId, toKey)
  return openRotation(tx, { kind: 'organisation', organisationId, toKey, total, requestedBy })
}

/**
 * Brings the new key in force and seals every value again, history included. Resumes where it stopped. Whoever
 * changes a value meanwhile wins; a value that does not open stays as it is, and the rotation ends as failed.
 * @returns whether the old keys may be retired.
 */
export async function runOrganisationRotation(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  rotationId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const tx = autocommit(kanal.pool)
  const rotation = await readRotation(tx, rotationId)
  if (rotation?.state !== 'running' || rotation.organisationId === null) return false
  const { organisationId, toKey } = rotation
  await promote(kanal, organisationId, toKey)
  let left = await resealAll(kanal, rotation, signal)
  for (let pass = 1; left > 0 && pass < MOST_PASSES; pass += 1) {
    left = await resealAll(kanal, { ...rotation, cursor: null }, signal)
  }
  await closeRotation(tx, rotationId, left > 0 ? `unreadable:${left}` : null)
  return left === 0
}

/** From the commit on, new values are sealed with the new key; waits for those that are being sealed with the old. */
const promote = (kanal: Pick<Kanal, 'pool'>, organisationId: string, keyId: string): Promise<unknown> =>
  transaction(kanal.pool, async (tx) => {
    await tx.query(
      `update cred_keys set state = 'decrypt_only' where organisation_id = $1 and state = 'active' and id <> $2`,
      [organisationId, keyId],
    )
    await tx.query(`update cred_keys set state = 'active' where id = $1 and state = 'pending'`, [keyId])
  })

/** One pass. @returns how many values are still sealed with another key. */
async function resealAll(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  rotation: Rotation & { organisationId: string | null },
  signal: AbortSignal | undefined,
): Promise<number> {
  const { id, toKey } = rotation
  const organisationId = rotation.organisationId ?? ''
  let { cursor } = rotation
  for (;;) {
    signal?.throwIfAborted()
    const batch = await resealBatch(kanal, { organisationId, toKey, after: cursor })
    if (!batch) break
    cursor = batch.last
    await transaction(kanal.pool, async (tx) => {
      const done = await batch.store(tx)
      await noteProgress(tx, id, { done, unreadable: batch.unreadable, cursor })
    })
  }
  return leftOver(autocommit(kanal.pool), organisationId, toKey)
}

/** A key whose bytes are gone; the commitment proves later which key it was. */
export interface RetiredKey {
  version: number
  commitment: string
}

/** How long a reader may still hold a value that it read before it was sealed again. */
export const RETIRE_AFTER_SECONDS = 120

/**
 * Destroys the keys that nothing is sealed with any more: their bytes go, what proves which keys they were stays.
 * Call it no sooner than `RETIRE_AFTER_SECONDS` after the rotation. @returns the keys destroyed.
 */
export const retireOldKeys = (tx: Tx, organisationId: string): Promise<RetiredKey[]> =>
  tx.query<RetiredKey>(
    `update cred_keys k set state = 'destroyed', wrapped = null
     where organisation_id = $1 and state = 'decrypt_only' and not exists (
       select from cred_values v
       where v.organisation_id = $1 and v.envelope is not null and substr(v.envelope, 7, 16) = uuid_send(k.id)
     )
     returning version, encode(commitment, 'hex') as commitment`,
    [organisationId],
  )

/**
 * Crypto-shredding: destroys every key of an organisation, so that its secrets, their history and every later copy of
 * this database open no more. Nothing brings them back, save a backup from before together with the master key.
 */
export const destroyAllKeys = (tx: Tx, organisationId: string): Promise<RetiredKey[]> =>
  tx.query<RetiredKey>(
    `update cred_keys set state = 'destroyed', wrapped = null where organisation_id = $1 and wrapped is not null
     returning version, encode(commitment, 'hex') as commitment`,
    [organisationId],
  )
