import type { AuthStrategy, AuthStrategyFunctionArgs, Payload, TypedUser } from 'payload'
import { idOf } from '../../../collections/access/roles.ts'
import { kanalOf } from '../../context.ts'
import { placeOf } from '../place.ts'
import { rememberStanding, standingOn, type Standing } from './standing.ts'

type Strategies = Payload['authStrategies']
type Signed = TypedUser & { _sid?: string; memberships?: { organisation?: unknown }[] | null }

/** Global, because pages and endpoints may be bundled apart and each then has its own copy of this module. */
const UNGUARDED = Symbol.for('kanal.unguarded')
type WithUnguarded = Payload & { [UNGUARDED]?: Strategies }

const lookUp = (payload: Payload, headers: Headers, user: Signed, sessionId: string): Promise<Standing> =>
  standingOn(kanalOf(payload).pool, { sessionId, userId: String(user.id), place: placeOf(headers) })

/**
 * Lets a strategy's person through only with a sign-in of ours that is complete and still running, and takes away
 * the memberships of organisations that may not be acted in from here. Everything Payload does with a request
 * starts here: REST, GraphQL, pages, server functions.
 */
const guarded =
  (authenticate: AuthStrategy['authenticate']): AuthStrategy['authenticate'] =>
  async (args) => {
    const result = await authenticate(args)
    const user = result.user as Signed | null
    if (!user || user.collection !== 'users') return result
    const standing = user._sid ? await lookUp(args.payload, args.headers, user, user._sid) : null
    if (standing?.state !== 'active') return { ...result, user: null }
    const blocked = new Set(standing.blocked.map(({ organisation }) => organisation))
    if (blocked.size > 0)
      user.memberships = (user.memberships ?? []).filter(
        ({ organisation }) => !blocked.has(idOf(organisation) ?? ''),
      )
    rememberStanding(user, standing)
    return result
  }

/** Puts the guard before every way of signing in, when Payload starts. Doing so again changes nothing. */
export function guardSessions(payload: Payload): void {
  const strategies = (payload as WithUnguarded)[UNGUARDED] ?? payload.authStrategies
  Object.defineProperty(payload, UNGUARDED, { value: strategies, configurable: true })
  payload.authStrategies = strategies.map((strategy) => ({
    ...strategy,
    authenticate: guarded(strategy.authenticate),
  }))
}

/** A person whose password was right and whose second factor is still to come. */
export interface HalfSignedIn {
  userId: string
  name: string
  email: string
  sessionId: string
}

/** Who is half signed in behind these headers, if anyone. Good for showing the second factor and nothing else. */
export async function halfSignedIn(payload: Payload, headers: Headers): Promise<HalfSignedIn | null> {
  for (const { name, authenticate } of (payload as WithUnguarded)[UNGUARDED] ?? []) {
    const args: AuthStrategyFunctionArgs = { headers, payload, strategyName: name }
    const user = (await authenticate(args)).user as Signed | null
    if (!user?._sid || user.collection !== 'users') continue
    const { state } = await lookUp(payload, headers, user, user._sid)
    if (state !== 'pending') return null
    const { name: called, email } = user as { name?: string; email?: string }
    return {
      userId: String(user.id),
      name: called || email || '',
      email: email ?? '',
      sessionId: user._sid,
    }
  }
  return null
}
