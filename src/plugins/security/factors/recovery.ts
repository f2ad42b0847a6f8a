import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Tx } from '../../../database/tx.ts'

const hashOf = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt)
const COST = { N: 2 ** 14, r: 8, p: 1 }
const HASH_BYTES = 32
const COUNT = 10
/** Without the letters people mix up (I, L, O, U): 5 bits each. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 16 characters of 5 bits are 80 bits. */
const LENGTH = 16

const newCode = (): string =>
  [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

const grouped = (code: string): string => (code.match(/.{4}/g) ?? []).join('-')

/** A code as it was made, however it was typed. */
const tidied = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

/** Ten new codes and what is stored of them. Slow on purpose, so make them before the transaction. */
export async function makeRecoveryCodes(): Promise<{ codes: string[]; salt: Buffer; hashes: Buffer[] }> {
  const salt = randomBytes(16)
  const codes = Array.from({ length: COUNT }, newCode)
  const hashes = await Promise.all(codes.map((code) => hashOf(code, salt, HASH_BYTES, COST)))
  return { codes: codes.map(grouped), salt, hashes }
}

/** Puts new codes in the place of the old ones. */
export async function replaceRecoveryCodes(
  tx: Tx,
  userId: string,
  { salt, hashes }: { salt: Buffer; hashes: readonly Buffer[] },
): Promise<void> {
  await tx.query('delete from auth_recovery_codes where user_id = $1', [userId])
  await tx.query('insert into auth_recovery_codes (user_id, salt, hash) select $1, $2, unnest($3::bytea[])', [
    userId,
    salt,
    hashes,
  ])
}

/** Uses a code up. @returns how many are left, or null when it is not one of the person's unused codes. */
export async function useRecoveryCode(tx: Tx, userId: string, typed: string): Promise<number | null> {
  const code = tidied(typed)
  const [set] = await tx.query<{ salt: Buffer }>(
    'select salt from auth_recovery_codes where user_id = $1 limit 1',
    [userId],
  )
  if (!set || code.length !== LENGTH) return null
  const hash = await hashOf(code, set.salt, HASH_BYTES, COST)
  const used = await tx.query(
    `update auth_recovery_codes set used_at = now()
     where user_id = $1 and hash = $2 and used_at is null returning user_id`,
    [userId, hash],
  )
  if (used.length === 0) return null
  const [left] = await tx.query<{ count: number }>(
    'select count(*)::int as count from auth_recovery_codes where user_id = $1 and used_at is null',
    [userId],
  )
  return left?.count ?? 0
}

/** The codes go with the last factor. */
export async function dropRecoveryCodes(tx: Tx, userId: string): Promise<void> {
  await tx.query('delete from auth_recovery_codes where user_id = $1', [userId])
}
