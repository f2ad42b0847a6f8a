import type { Tx } from '../../database/tx.ts'
import { isOffered } from './organisation/policy.ts'
import { sessionsOf, type SessionLine } from './sessions/list.ts'
import { enrolledOf } from './step-up/methods.ts'

/** A passkey, as it is shown to its owner. */
export interface PasskeyLine {
  id: string
  name: string
  createdAt: string
  lastUsedAt: string | null
}

/** What a person sees of the security of the own account. */
export interface PersonalSecurity {
  /** Whether a second factor is offered; who has one sees it in any case. */
  offered: boolean
  totp: boolean
  passkeys: readonly PasskeyLine[]
  recoveryCodes: number
  sessions: readonly SessionLine[]
}

/** What this person sees of the own account, now. */
export async function personalSecurityOf(
  tx: Tx,
  userId: string,
  sessionId: string,
): Promise<PersonalSecurity> {
  const [offered, enrolled, sessions, passkeys] = await Promise.all([
    isOffered(tx, userId),
    enrolledOf(tx, userId),
    sessionsOf(tx, userId, sessionId),
    tx.query<{ id: string; name: string; created_at: Date; last_used_at: Date | null }>(
      'select id, name, created_at, last_used_at from auth_passkeys where user_id = $1 order by created_at',
      [userId],
    ),
  ])
  return {
    offered,
    totp: enrolled.totp,
    recoveryCodes: enrolled.recovery,
    sessions,
    passkeys: passkeys.map(({ id, name, created_at: created, last_used_at: used }) => ({
      id,
      name,
      createdAt: created.toISOString(),
      lastUsedAt: used?.toISOString() ?? null,
    })),
  }
}
