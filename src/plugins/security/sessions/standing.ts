import type { TypedUser } from 'payload'
import { autocommit, type Tx } from '../../../database/tx.ts'
import type { Pool } from 'pg'
import type { Place } from '../place.ts'

/** Longest a sign-in lasts, however busy. */
export const ABSOLUTE_HOURS = 8
/** How long a right password waits for the second factor. */
export const PENDING_MINUTES = 10

/** An organisation of the person that this request may not act in, and why. */
export interface Blocked {
  organisation: string
  name: string
  why: 'address' | 'factor'
}

/** An organisation that will ask for a second factor soon. */
export interface Grace {
  organisation: string
  name: string
  until: string
}

/** What a sign-in is worth here and now. */
export interface Standing {
  state: 'pending' | 'active' | 'none'
  blocked: readonly Blocked[]
  grace: readonly Grace[]
  hasFactor: boolean
}

const NOBODY: Standing = { state: 'none', blocked: [], grace: [], hasFactor: false }

interface Row {
  state: 'pending' | 'active'
  has_factor: boolean
  organisations:
    | { organisation: string; name: string; admitted: boolean; demanded_from: string | null; due: boolean }[]
    | null
}

const STANDING = /* sql */ `
  with seen as (
    update auth_sessions set last_active_at = now()
    where id = $1 and user_id = $2 and state = 'active' and last_active_at < now() - interval '1 minute' and ends_at > now()
  )
  select s.state, kanal_has_factor(s.user_id) as has_factor, (
    select jsonb_agg(distinct jsonb_build_object(
      'organisation', o.id, 'name', o.name, 'admitted', kanal_address_allowed(o.id, $3::inet),
      'demanded_from', p.required_since + make_interval(days => p.grace_days),
      'due', coalesce(p.required_since + make_interval(days => p.grace_days) <= now(), false)))
    from users_memberships m
    join organisations o on o.id = m.organisation_id
    left join auth_policies p on p.organisation_id = o.id
    where m._parent_id = s.user_id
  ) as organisations
  from auth_sessions s
  where s.id = $1 and s.user_id = $2 and s.state <> 'ended' and s.ends_at > now()`

/** Looks a sign-in up and notes that it is in use. `none` for one that ended, ran out or was never made here. */
export async function loadStanding(
  tx: Tx,
  { sessionId, userId, place }: { sessionId: string; userId: string; place: Place },
): Promise<Standing> {
  const [row] = await tx.query<Row>(STANDING, [sessionId, userId, place.address])
  if (!row) return NOBODY
  const organisations = row.organisations ?? []
  return {
    state: row.state,
    hasFactor: row.has_factor,
    blocked: organisations.flatMap(({ organisation, name, admitted, due }): Blocked[] => {
      if (!admitted) return [{ organisation, name, why: 'address' }]
      return due && !row.has_factor ? [{ organisation, name, why: 'factor' }] : []
    }),
    grace: organisations.flatMap(({ organisation, name, demanded_from: until, due }): Grace[] =>
      until !== null && !due && !row.has_factor ? [{ organisation, name, until }] : [],
    ),
  }
}

/** Global, because pages and endpoints may be bundled apart and each then has its own copy of this module. */
const STANDING_OF = Symbol.for('kanal.standing')

/** Keeps the standing with the person a request was authenticated as; never serialised with them. */
export const rememberStanding = (user: TypedUser, standing: Standing): void => {
  Object.defineProperty(user, STANDING_OF, { value: standing, configurable: true })
}

/** The standing of the person behind a request; nothing blocked for one made by our own code. */
export const standingOf = (user: object | null | undefined): Standing =>
  (user as { [STANDING_OF]?: Standing } | null | undefined)?.[STANDING_OF] ?? { ...NOBODY, state: 'active' }

/** As `loadStanding`, on a pool. */
export const standingOn = (
  pool: Pool,
  key: { sessionId: string; userId: string; place: Place },
): Promise<Standing> => loadStanding(autocommit(pool), key)
