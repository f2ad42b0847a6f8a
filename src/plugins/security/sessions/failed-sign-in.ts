import type { AfterErrorHook } from 'payload'
import { transaction } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { tellPerson } from '../person.ts'
import { placeOf } from '../place.ts'

const REASONS: Readonly<Record<string, string>> = {
  AuthenticationError: 'wrong_password',
  LockedAuth: 'locked',
}

/** Writes a wrong password for an account that exists into the trails of its organisations. */
export const recordFailedSignIn: AfterErrorHook = async ({ error, req }) => {
  const cause = (error as { originalError?: Error }).originalError ?? error
  const reason = REASONS[cause.name]
  if (reason === undefined) return undefined
  const { email } = (req.data ?? {}) as { email?: unknown }
  if (typeof email !== 'string') return undefined
  const kanal = kanalOf(req.payload)
  await transaction(kanal.pool, async (tx) => {
    const [user] = await tx.query<{ id: string; name: string | null; email: string }>(
      'select id, name, email from users where email = $1',
      [email.toLowerCase().trim()],
    )
    if (!user) return
    const place = placeOf(req.headers)
    await tellPerson(
      tx,
      { kanal, userId: user.id, userName: user.name || user.email, email: user.email, place },
      { action: 'user.login_failed', outcome: 'failed', reason },
    )
  })
  return undefined
}
