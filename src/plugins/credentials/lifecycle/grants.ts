import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '../../../database/tx.ts'

/** How long a grant may wait to be used. */
export const GRANT_SECONDS = 30
const TOKEN_BYTES = 32

/** Whom a grant is for, and for which value: it opens nothing else. */
export interface GrantBinding {
  organisationId: string
  integrationId: string
  field: string
  userId: string
  sessionId: string
  ip: string | undefined
}

const sha256 = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Gives leave to see one value once, within 30 seconds. @returns the token; only its SHA-256 is stored. */
export async function issueGrant(
  tx: Tx,
  { organisationId, integrationId, field, userId, sessionId, ip }: GrantBinding,
  reason: string,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  await tx.query(
    `insert into cred_grants (token_hash, organisation_id, owner_type, owner_id, field, user_id, session_id, ip, reason,
       expires_at)
     values ($1, $2, 'integration', $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))`,
    [
      sha256(token),
      organisationId,
      integrationId,
      field,
      userId,
      sessionId,
      ip ?? null,
      reason,
      GRANT_SECONDS,
    ],
  )
  return token
}

/**
 * Spends a grant: of any number of callers at once exactly one succeeds, and only the one it was given to, from the
 * same session and address, while showing values is allowed.
 * @returns the reason it was given for, or why it does not count.
 */
export async function redeemGrant(
  tx: Tx,
  token: string,
  { organisationId, integrationId, field, userId, sessionId, ip }: GrantBinding,
): Promise<{ reason: string } | { refused: 'grant_unknown' | 'grant_used' | 'grant_expired' }> {
  const binding = [
    sha256(token),
    organisationId,
    integrationId,
    field,
    userId,
    sessionId,
    ip ?? null,
  ] as const
  const bound = `g.token_hash = $1 and g.organisation_id = $2 and g.owner_type = 'integration' and g.owner_id = $3
    and g.field = $4 and g.user_id = $5 and g.session_id = $6 and g.ip is not distinct from $7`
  const [spent] = await tx.query<{ reason: string }>(
    `update cred_grants g set used_at = clock_timestamp()
     where ${bound} and g.used_at is null and g.expires_at > clock_timestamp() and exists (
       select from cred_heads h
       where h.owner_type = g.owner_type and h.owner_id = g.owner_id and h.reveal_allowed_at is not null
     )
     returning g.reason`,
    binding,
  )
  if (spent) return spent
  const [row] = await tx.query<{ isUsed: boolean }>(
    `select g.used_at is not null as "isUsed" from cred_grants g where ${bound}`,
    binding,
  )
  return { refused: row ? (row.isUsed ? 'grant_used' : 'grant_expired') : 'grant_unknown' }
}
