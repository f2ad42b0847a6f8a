import { randomBytes } from 'node:crypto'

import type { Tx } from '../../../database/tx.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { commitmentOf } from './derive.ts'
import type { KekProvider, WrapContext } from './kek.ts'
import { MasterKeyError } from './kek.ts'
import { unwrapCommitted } from './organisation-keys.ts'

const NIL = '00000000-0000-0000-0000-000000000000'
const CANARY: WrapContext = { organisationId: NIL, keyId: NIL, keyVersion: 0 }

interface CanaryRow {
  wrapped: Buffer
  commitment: Buffer
}
interface WrappedKeyRow extends CanaryRow {
  id: string
  organisation_id: string
  version: number
}

const wrongKey = (kekId: string): MasterKeyError =>
  new MasterKeyError(
    `Master key "${kekId}" is not the one this database was sealed with; put the original CRED_KEK_${kekId} back.`,
  )

async function opens(keks: KekProvider, kekId: string, row: CanaryRow, context: WrapContext): Promise<void> {
  try {
    const key = await unwrapCommitted(keks, kekId, row.wrapped, row.commitment, context)
    key.fill(0)
  } catch (error) {
    throw error instanceof DecryptError ? wrongKey(kekId) : error
  }
}

/** True when the master key has a canary and opens it. Without one, a key it wrapped serves as well. */
async function checkKey(tx: Tx, keks: KekProvider, kekId: string): Promise<boolean> {
  const [canary] = await tx.query<CanaryRow>(
    'select wrapped, commitment from cred_canaries where kek_id = $1',
    [kekId],
  )
  if (canary) {
    await opens(keks, kekId, canary, CANARY)
    return true
  }
  const [row] = await tx.query<WrappedKeyRow>(
    `select id, organisation_id, version, wrapped, commitment from cred_keys
     where kek_id = $1 and wrapped is not null order by created_at limit 1`,
    [kekId],
  )
  if (row) {
    await opens(keks, kekId, row, {
      organisationId: row.organisation_id,
      keyId: row.id,
      keyVersion: row.version,
    })
  }
  return false
}

/**
 * Checks at boot that every master key at hand is the one this database was sealed with, and that none is
 * missing. The first boot with a new master key leaves a canary for later boots; when anything is wrong, nothing
 * is written. Needs no transaction; any number of processes may boot at once.
 * @throws MasterKeyError naming the key.
 */
export async function verifyMasterKeys(tx: Tx, keks: KekProvider): Promise<void> {
  const [missing] = await tx.query<{ kek_id: string; organisations: number }>(
    `select kek_id, count(distinct organisation_id)::int as organisations from (
       select kek_id, organisation_id from cred_keys where wrapped is not null
       union all
       select kek_id, organisation_id from system_keys
     ) wrapped
     where kek_id <> all ($1::text[])
     group by kek_id order by kek_id limit 1`,
    [keks.kekIds],
  )
  if (missing) {
    throw new MasterKeyError(
      `Master key "${missing.kek_id}" is not set, but the secrets of ${missing.organisations} organisation(s) need it; put CRED_KEK_${missing.kek_id} back.`,
    )
  }
  const fresh: string[] = []
  for (const kekId of keks.kekIds) {
    if (!(await checkKey(tx, keks, kekId))) fresh.push(kekId)
  }
  for (const kekId of fresh) {
    const key = randomBytes(32)
    const { blob } = await keks.wrap(key, CANARY, kekId)
    await tx.query(
      `insert into cred_canaries (kek_id, wrapped, commitment) values ($1, $2, $3) on conflict do nothing`,
      [kekId, blob, commitmentOf(key, CANARY)],
    )
    key.fill(0)
    await checkKey(tx, keks, kekId)
  }
}
