import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import { transaction, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { openSeed, readySeals, sealSeed } from './seal.ts'

const ISSUER = 'Kanal'
const SEED_BYTES = 20
const PERIOD_SECONDS = 30
/** Steps before and after the current one: clocks of phones are a little off. */
const WINDOW = 1

const totpOf = (seed: Buffer, label: string): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: Uint8Array.from(seed).buffer }),
  })

/** What is shown once, to put the seed into an authenticator app. */
export interface Enrolment {
  /** A QR code as SVG. */
  qr: string
  /** The seed in Base32, for typing it in by hand. */
  secret: string
}

/** Begins enrolment, or begins it again. Nothing is in force until a code confirms it. */
export async function startTotp(kanal: Kanal, userId: string, email: string): Promise<Enrolment | null> {
  await readySeals(kanal.pool, kanal.vault)
  const seed = randomBytes(SEED_BYTES)
  const stored = await transaction(kanal.pool, async (tx) => {
    const sealed = await sealSeed(tx, kanal.vault, userId, seed)
    return tx.query(
      `insert into auth_totp (user_id, sealed) values ($1, $2)
       on conflict (user_id) do update set sealed = $2, last_step = 0, created_at = now()
         where auth_totp.confirmed_at is null
       returning user_id`,
      [userId, sealed],
    )
  })
  if (stored.length === 0) return null
  const totp = totpOf(seed, email)
  seed.fill(0)
  return {
    qr: renderSVG(totp.toString(), { border: 2, ecc: 'M' }),
    secret: totp.secret.base32,
  }
}

/**
 * Whether the code is right for now, and was not used before. A code works once: its step is remembered in the
 * same statement that accepts it.
 */
export async function acceptTotp(
  tx: Tx,
  kanal: Pick<Kanal, 'vault' | 'now'>,
  input: { userId: string; code: string; confirmed: boolean },
): Promise<boolean> {
  const { userId, code, confirmed } = input
  const [row] = await tx.query<{ sealed: Buffer }>(
    'select sealed from auth_totp where user_id = $1 and (confirmed_at is not null) = $2',
    [userId, confirmed],
  )
  const digits = code.replaceAll(/\s/g, '')
  if (!row || !/^\d{6}$/.test(digits)) return false
  const seed = await openSeed(tx, kanal.vault, userId, row.sealed)
  const timestamp = kanal.now().getTime()
  const delta = totpOf(seed, '').validate({ token: digits, timestamp, window: WINDOW })
  seed.fill(0)
  if (delta === null) return false
  const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta
  const accepted = await tx.query(
    `update auth_totp set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
     where user_id = $1 and last_step < $2 returning user_id`,
    [userId, step],
  )
  return accepted.length > 0
}

/** Takes the authenticator away. @returns whether there was one. */
export const removeTotp = async (tx: Tx, userId: string): Promise<boolean> =>
  (
    await tx.query(
      'delete from auth_totp where user_id = $1 and confirmed_at is not null returning user_id',
      [userId],
    )
  ).length > 0
