import type { Tx } from '../../../database/tx.ts'

/** Ways of proving who one is, from the strongest. */
export const METHODS = ['passkey', 'totp', 'recovery', 'password'] as const
export type Method = (typeof METHODS)[number]

/** What a person has set up besides the password. */
export interface Enrolled {
  totp: boolean
  passkeys: number
  /** Recovery codes that are left. */
  recovery: number
}

/** What the person has set up. */
export async function enrolledOf(tx: Tx, userId: string): Promise<Enrolled> {
  const [row] = await tx.query<Enrolled>(
    `select exists (select from auth_totp where user_id = $1 and confirmed_at is not null) as totp,
       (select count(*) from auth_passkeys where user_id = $1)::int as passkeys,
       (select count(*) from auth_recovery_codes where user_id = $1 and used_at is null)::int as recovery`,
    [userId],
  )
  return row ?? { totp: false, passkeys: 0, recovery: 0 }
}

/** How these factors can be shown. The password alone proves nothing more once there is a second factor. */
export const methodsOf = ({ totp, passkeys, recovery }: Enrolled): Method[] => {
  if (!totp && passkeys === 0) return ['password']
  return [
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(totp ? (['totp'] as const) : []),
    ...(recovery > 0 ? (['recovery'] as const) : []),
  ]
}
