import { createHash, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { transaction, type Tx } from '../../database/tx.ts'
import { uuidBytes, uuidText } from '../credentials/crypto/bytes.ts'
import { openFrame, sealFrame, type Binding } from '../credentials/crypto/frame.ts'
import type { Vault } from '../credentials/vault.ts'
import { KEY_PREFIX as PREFIX } from './match-code.ts'
import { newKeyPair, type KeyPair } from './format/agreement.ts'
import { VALID_HOURS } from './format/manifest.ts'

const PURPOSE = 'bundle.import'
/** Enough that nobody finds another key with the same sum. */
const CHECK_BYTES = 8

const bindingOf = (organisationId: string, id: string): Binding => ({
  label: 'kanal/import-key/v1',
  parts: [organisationId, id],
})
const sumOf = (body: Buffer): Buffer => createHash('sha256').update(body).digest().subarray(0, CHECK_BYTES)

/** The public half of an import key as it is passed on. */
export interface PublicKey {
  id: string
  publicKey: Buffer
}

/** The text a person passes on: id, public half, and a sum that tells a slip of the hand. */
export function keyText({ id, publicKey }: PublicKey): string {
  const body = Buffer.concat([uuidBytes(id), publicKey])
  return PREFIX + Buffer.concat([body, sumOf(body)]).toString('base64url')
}

/** Reads what `keyText` wrote, blanks and line breaks aside; null when it is anything else. */
export function readKeyText(text: string): PublicKey | null {
  const tidy = text.replace(/\s/g, '')
  if (!tidy.startsWith(PREFIX)) return null
  const bytes = Buffer.from(tidy.slice(PREFIX.length), 'base64url')
  const body = bytes.subarray(0, 48)
  if (bytes.length !== 48 + CHECK_BYTES || !sumOf(body).equals(bytes.subarray(48))) return null
  return { id: uuidText(body.subarray(0, 16)), publicKey: body.subarray(16) }
}

/** An import key that waits for its bundle. */
export interface OpenKey extends PublicKey {
  expiresAt: Date
}

/** Makes ready what `newImportKey` seals with; to be called before its transaction. */
export const readyImportKeys = (pool: Pool, vault: Vault, organisationId: string): Promise<void> =>
  vault.system.ensure(pool, PURPOSE, organisationId)

/** Makes a one-time key for the organisation; it takes the place of the one before. Valid for a day. */
export async function newImportKey(
  tx: Tx,
  vault: Vault,
  { organisationId, userId }: { organisationId: string; userId: string },
): Promise<OpenKey> {
  const id = randomUUID()
  const pair = newKeyPair()
  const key = await vault.system.get(tx, PURPOSE, organisationId)
  try {
    const sealed = sealFrame(
      key,
      { keyId: id, keyVersion: 1 },
      bindingOf(organisationId, id),
      pair.privateKey,
    )
    // Two at once take turns: the later one counts.
    await tx.query('select 1 from organisations where id = $1 for update', [organisationId])
    await tx.query(
      'update import_keys set sealed_private = null where organisation_id = $1 and sealed_private is not null',
      [organisationId],
    )
    const [row] = await tx.query<{ expiresAt: Date }>(
      `insert into import_keys (id, organisation_id, public_key, sealed_private, created_by, expires_at)
       values ($1, $2, $3, $4, $5, now() + make_interval(hours => $6)) returning expires_at as "expiresAt"`,
      [id, organisationId, pair.publicKey, sealed, userId, VALID_HOURS],
    )
    if (!row) throw new Error('The import key could not be stored')
    return { id, publicKey: pair.publicKey, expiresAt: row.expiresAt }
  } finally {
    pair.privateKey.fill(0)
  }
}

/** The key the organisation has out at present, if it is still good. */
export async function openImportKey(tx: Tx, organisationId: string): Promise<OpenKey | null> {
  const [row] = await tx.query<OpenKey>(
    `select id, public_key as "publicKey", expires_at as "expiresAt" from import_keys
     where organisation_id = $1 and sealed_private is not null and expires_at > now()`,
    [organisationId],
  )
  return row ?? null
}

/** Both halves of a key of the organisation; null when it was used, replaced, has expired, or never was. */
export const importKeyPair = async (
  pool: Pool,
  vault: Vault,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<KeyPair | null> => {
  await readyImportKeys(pool, vault, organisationId)
  return transaction(pool, async (tx) => {
    const [row] = await tx.query<{ publicKey: Buffer; sealed: Buffer }>(
      `select public_key as "publicKey", sealed_private as sealed from import_keys
       where id = $1 and organisation_id = $2 and sealed_private is not null and expires_at > now()`,
      [id, organisationId],
    )
    if (!row) return null
    const key = await vault.system.get(tx, PURPOSE, organisationId)
    return { publicKey: row.publicKey, privateKey: openFrame(key, bindingOf(organisationId, id), row.sealed) }
  })
}

/** Ends a key with the bundle that was made for it. @returns false when it is not good (any more). */
export async function useImportKey(
  tx: Tx,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<boolean> {
  const used = await tx.query(
    `update import_keys set sealed_private = null, used_at = now()
     where id = $1 and organisation_id = $2 and sealed_private is not null and expires_at > now() returning id`,
    [id, organisationId],
  )
  return used.length > 0
}

/** Takes the private half of keys whose day is over. */
export const forgetImportKeys = (tx: Tx): Promise<unknown> =>
  tx.query(
    'update import_keys set sealed_private = null where sealed_private is not null and expires_at <= now()',
  )
