import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import type { KekProvider, WrapContext } from '../keys/kek.ts'
import { unwrapCommitted } from '../keys/organisation-keys.ts'
import { NO_ORGANISATION } from '../keys/system-keys.ts'
import { claimKekInForce, kekInForce } from '../keys/wrap.ts'
import { RotationRefused } from './errors.ts'
import { recoverRotation } from './notices.ts'
import { liveHolders } from './heartbeat.ts'
import type { RunOptions } from './organisation.ts'
import { closeRotation, noteProgress, openRotation, readRotation, runningRotation } from './rotations.ts'

const BATCH = 500

/** Everything that is wrapped by a master key, in one shape. */
const WRAPPED = `(
  select 'cred_keys' as place, id, organisation_id, version, kek_id, wrapped, commitment from cred_keys
  where wrapped is not null
  union all
  select 'system_keys', id, organisation_id, 1, kek_id, wrapped, commitment from system_keys
)`

interface WrappedRow {
  place: 'cred_keys' | 'system_keys'
  id: string
  organisation_id: string | null
  version: number
  kek_id: string
  wrapped: Buffer
  commitment: Buffer
}

/** How many keys are wrapped by which master key. */
export const wrappedBy = (tx: Tx): Promise<{ kekId: string; keys: number }[]> =>
  tx.query(
    `select kek_id as "kekId", count(*)::int as keys from ${WRAPPED} wrapped group by kek_id order by kek_id`,
  )

/**
 * Puts a master key in force for new keys and records that the old ones are to be wrapped again; a task then does it.
 * @throws RotationRefused `unknown_key`, or `not_everywhere` while a running process does not hold the key: it could
 * not open what the others seal; `already_running`, `nothing_to_do`.
 */
export async function startMasterRotation(
  tx: Tx,
  keks: KekProvider,
  { toKek, requestedBy }: { toKek: string; requestedBy: string | null },
): Promise<string> {
  if (!keks.kekIds.includes(toKek)) {
    throw new RotationRefused('unknown_key', `This process holds no master key "${toKek}".`)
  }
  await claimKekInForce(tx)
  if (await runningRotation(tx, null))
    throw new RotationRefused('already_running', 'The master key is being changed already.')
  const lacking = (await liveHolders(tx)).filter(({ kekIds }) => !kekIds.includes(toKek))
  if (lacking.length > 0) {
    const roles = lacking.map(({ role }) => role).join(', ')
    throw new RotationRefused(
      'not_everywhere',
      `${lacking.length} running process(es) lack "${toKek}": ${roles}.`,
      lacking,
    )
  }
  const [left] = await tx.query<{ total: number }>(
    `select count(*)::int as total from ${WRAPPED} wrapped where kek_id <> $1`,
    [toKek],
  )
  if (left?.total === 0 && (await kekInForce(tx, keks)) === toKek)
    throw new RotationRefused('nothing_to_do', `"${toKek}" is in force and wraps every key.`)
  await tx.query(
    `insert into vault_settings (active_kek_id) values ($1)
     on conflict (singleton) do update set active_kek_id = excluded.active_kek_id, updated_at = now()`,
    [toKek],
  )
  return openRotation(tx, {
    kind: 'master',
    organisationId: null,
    toKey: toKek,
    total: left?.total ?? 0,
    requestedBy,
  })
}

/**
 * Wraps every key again that the new master key does not wrap yet, by default 500 at a time. Resumes where it stopped; reading
 * goes on meanwhile, because the old master key is still at hand. Hold no transaction: a key service may be asked.
 * @throws DecryptError `wrong_key` when an old master key is not at hand any more; nothing is lost.
 */
export async function runMasterRotation(
  kanal: Pick<Kanal, 'pool'>,
  keks: KekProvider,
  rotationId: string,
  { signal, batch: size = BATCH }: RunOptions = {},
): Promise<void> {
  const tx = autocommit(kanal.pool)
  const rotation = await readRotation(tx, rotationId)
  if (rotation?.state !== 'running') return
  for (;;) {
    signal?.throwIfAborted()
    const batch = await tx.query<WrappedRow>(
      `select * from ${WRAPPED} wrapped where kek_id <> $1 order by id limit $2`,
      [rotation.toKey, size],
    )
    if (batch.length === 0) break
    let done = 0
    const rewrapped = await Promise.all(batch.map((row) => rewrap(keks, row, rotation.toKey)))
    await transaction(kanal.pool, async (inside) => {
      done = 0
      for (const { row, blob } of rewrapped) done += await replace(inside, row, rotation.toKey, blob)
      await noteProgress(inside, rotationId, { done, cursor: batch.at(-1)?.id ?? null })
    })
  }
  await transaction(kanal.pool, async (inside) => {
    await closeRotation(inside, rotationId, null)
    await recoverRotation(inside, null)
  })
}

async function rewrap(
  keks: KekProvider,
  row: WrappedRow,
  toKek: string,
): Promise<{ row: WrappedRow; blob: Buffer }> {
  const context: WrapContext = {
    organisationId: row.organisation_id ?? NO_ORGANISATION,
    keyId: row.id,
    keyVersion: row.version,
  }
  const key = await unwrapCommitted(keks, row.kek_id, row.wrapped, row.commitment, context)
  try {
    const { blob } = await keks.wrap(key, context, toKek)
    return { row, blob }
  } finally {
    key.fill(0)
  }
}

async function replace(tx: Tx, row: WrappedRow, toKek: string, blob: Buffer): Promise<number> {
  const rows = await tx.query(
    `update ${row.place} set kek_id = $2, wrapped = $3 where id = $1 and wrapped = $4 returning id`,
    [row.id, toKek, blob, row.wrapped],
  )
  return rows.length
}
