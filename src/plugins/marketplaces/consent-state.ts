import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '../../database/tx.ts'
import { ConsentProblem } from './consent-problems.ts'

export const CONSENT_MINUTES = 10

export interface ConsentOrigin {
  organisationId: string
  integrationId: string
  userId: string
  marketplace: string
}

const RANDOM_BYTES = 32
const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest()

/** A value only this browser knows, for its cookie. */
export const newNonce = (): string => randomBytes(RANDOM_BYTES).toString('base64url')

/** Whether a cookie's value is a nonce we could have made. */
export const isNonce = (value: string | undefined): value is string => /^[\w-]{43}$/.test(value ?? '')

/** Remembers who started a consent, and returns the state that brings it back. Only hashes are stored. */
export async function rememberConsent(tx: Tx, origin: ConsentOrigin, nonce: string): Promise<string> {
  const state = randomBytes(RANDOM_BYTES).toString('base64url')
  await tx.query(`delete from consent_states where expires_at < now() - interval '1 day'`)
  await tx.query(
    `insert into consent_states (state_hash, nonce_hash, organisation_id, integration_id, user_id, marketplace, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7))`,
    [
      sha256(state),
      sha256(nonce),
      origin.organisationId,
      origin.integrationId,
      origin.userId,
      origin.marketplace,
      CONSENT_MINUTES,
    ],
  )
  return state
}

/**
 * Who started the consent that comes back with this state; works once.
 * @throws ConsentProblem `state_missing`, `state_unknown`, `state_expired`, `state_used` or `other_browser`.
 */
export async function redeemConsent(
  tx: Tx,
  input: { state: string | undefined; nonce: string | undefined; marketplace: string },
): Promise<ConsentOrigin> {
  if (!input.state) throw new ConsentProblem('state_missing')
  const stateHash = sha256(input.state)
  const nonceHash = sha256(input.nonce ?? '')
  const [origin] = await tx.query<ConsentOrigin>(
    `update consent_states set used_at = now()
     where state_hash = $1 and nonce_hash = $2 and marketplace = $3 and used_at is null and expires_at > now()
     returning organisation_id as "organisationId", integration_id as "integrationId", user_id as "userId", marketplace`,
    [stateHash, nonceHash, input.marketplace],
  )
  if (origin) return origin
  const [row] = await tx.query<{ isUsed: boolean; isExpired: boolean }>(
    `select used_at is not null as "isUsed", expires_at <= now() as "isExpired" from consent_states
     where state_hash = $1 and marketplace = $2`,
    [stateHash, input.marketplace],
  )
  if (!row) throw new ConsentProblem('state_unknown')
  if (row.isUsed) throw new ConsentProblem('state_used')
  throw new ConsentProblem(row.isExpired ? 'state_expired' : 'other_browser')
}
