import { createHash } from 'node:crypto'
import type { Tx } from '../../../database/tx.ts'
import { admit, type RateLimit } from '../rate-limit.ts'

/** Wrong tries that are looked at, before nothing is looked at any more for a while. */
export const TRIES = 5
const WINDOW_SECONDS = 15 * 60
/** An office behind one address has more people than one, so passwords are counted more generously there. */
const SIGN_INS_PER_ADDRESS = 30

const limit = (subject: string, most: number): RateLimit => ({ subject, most, windowSeconds: WINDOW_SECONDS })

/** Passwords and factors of one account count together: whoever guesses one has fewer tries at the other. */
const account = (email: string): RateLimit =>
  limit(`proof:account:${createHash('sha256').update(email.toLowerCase().trim()).digest('hex')}`, TRIES)

const limitsOf = (kind: 'sign_in' | 'factor', email: string, address: string | null): RateLimit[] => [
  account(email),
  ...(address === null
    ? []
    : kind === 'sign_in'
      ? [limit(`sign-in:address:${address}`, SIGN_INS_PER_ADDRESS)]
      : [limit(`factor:address:${address}`, TRIES)]),
]

export interface Try {
  kind: 'sign_in' | 'factor'
  email: string
  address: string | null
}

/**
 * Counts a try before it is looked at, so that parallel ones cannot slip past. Run it on the pool: what it counts
 * must stay counted whatever becomes of the request.
 * @returns 0 when it may be looked at, else the seconds to wait.
 */
export async function admitTry(tx: Tx, { kind, email, address }: Try): Promise<number> {
  const admitted: RateLimit[] = []
  for (const each of limitsOf(kind, email, address)) {
    const wait = await admit(tx, each)
    if (wait > 0) {
      await giveBack(tx, admitted)
      return wait
    }
    admitted.push(each)
  }
  return 0
}

/** A try that was right does not count. Earlier wrong ones still do: a right password must not buy more guesses. */
export const forgiveTry = (tx: Tx, { kind, email, address }: Try): Promise<void> =>
  giveBack(tx, limitsOf(kind, email, address))

async function giveBack(tx: Tx, limits: readonly RateLimit[]): Promise<void> {
  for (const { subject } of limits)
    await tx.query(
      'update rate_limits set uses = trim_array(uses, 1) where subject = $1 and cardinality(uses) > 0',
      [subject],
    )
}
