import { createHash } from 'node:crypto'
import {
  APIError,
  type CollectionAfterLoginHook,
  type CollectionAfterLogoutHook,
  type CollectionAfterOperationHook,
  type CollectionBeforeOperationHook,
  type PayloadRequest,
} from 'payload'
import { autocommit, txOf, type Tx } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { kanalOf } from '../../context.ts'
import { notifyPerson, tellPerson, type Person } from '../person.ts'
import { deviceName, placeOf, type Place } from '../place.ts'
import type { Method } from '../step-up/methods.ts'
import { isOnlyConfirming } from '../step-up/password.ts'
import { recordStepUp } from '../step-up/record.ts'
import { tooManyTries } from '../step-up/refusals.ts'
import { admitTry, forgiveTry } from '../step-up/tries.ts'
import { ABSOLUTE_HOURS, PENDING_MINUTES } from './standing.ts'

const RESETS_PASSWORD = 'kanalResetsPassword'
const KEPT_DAYS = 90

/** The place of a request; of our own code, none. */
export const placeOfRequest = (req: PayloadRequest): Place => placeOf(req.headers ?? new Headers())

const emailIn = (args: unknown): string => {
  const { data } = args as { data?: { email?: unknown } }
  return typeof data?.email === 'string' ? data.email : ''
}

/** Lets only so many passwords be tried, of one account and from one address, beyond Payload's own lock. */
export const limitSignIns: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation === 'resetPassword') req.context[RESETS_PASSWORD] = true
  const email = emailIn(args)
  if (operation !== 'login' || isOnlyConfirming(req.context) || email === '') return args
  const { address } = placeOfRequest(req)
  const wait = await admitTry(autocommit(kanalOf(req.payload).pool), { kind: 'sign_in', email, address })
  if (wait === 0) return args
  const { problem, status } = tooManyTries(wait)
  const language = languageOf(req.i18n?.language)
  const message = [problem.what, problem.why, problem.remedy].map((part) => pick(part, language)).join(' ')
  throw new APIError(message, status, { code: problem.code }, true)
}

const sessionIn = (token: string): string => {
  const [, body = ''] = token.split('.')
  const { sid } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { sid?: string }
  if (!sid) throw new Error('A sign-in without a session')
  return sid
}

/**
 * Writes the sign-in down, in the transaction that makes Payload's session. With a second factor it is only half
 * done; without one, the password just typed also proves who the person is for the next minutes.
 */
export const recordSignIn: CollectionAfterLoginHook = async ({ req, token, user }) => {
  if (isOnlyConfirming(req.context)) return
  const tx = await txOf(req)
  const kanal = kanalOf(req.payload)
  const { id, email, name } = user as { id: string; email: string; name?: string }
  const place = placeOfRequest(req)
  const person: Person = {
    kanal,
    userId: id,
    userName: name || email,
    email,
    sessionId: sessionIn(token),
    place,
  }
  const [factor] = await tx.query<{ has: boolean }>('select kanal_has_factor($1) as has', [id])
  const isHalf = factor?.has === true
  if (req.context[RESETS_PASSWORD] === true) {
    await endSessions(tx, id, person.sessionId)
    await tellPerson(tx, person, { action: 'user.password_reset', outcome: 'ok' })
  }
  await tx.query(
    `insert into auth_sessions (id, user_id, state, address, browser, user_agent, ends_at)
     values ($1, $2, 'pending', $3, $4, $5, now() + make_interval(mins => $6))`,
    [person.sessionId, id, place.address, place.browser, place.userAgent, PENDING_MINUTES],
  )
  await tx.query(
    `delete from auth_sessions where user_id = $1 and created_at < now() - make_interval(days => $2)`,
    [id, KEPT_DAYS],
  )
  if (isHalf) (user as { _half?: boolean })._half = true
  else await completeSignIn(tx, person, 'password')
  await forgiveTry(autocommit(kanal.pool), { kind: 'sign_in', email, address: place.address })
}

/** Makes a half sign-in whole: usable, written down, and told when the place is new. */
export async function completeSignIn(tx: Tx, person: Person, method: Method): Promise<void> {
  const { sessionId, userId, place } = person
  const [started] = await tx.query(
    `update auth_sessions set state = 'active', method = $3, last_active_at = now(),
       ends_at = created_at + make_interval(hours => $4)
     where id = $1 and user_id = $2 and state = 'pending' and ends_at > now() returning id`,
    [sessionId, userId, method, ABSOLUTE_HOURS],
  )
  if (!started) throw new Error('There is no sign-in to complete')
  await recordStepUp(tx, person, method)
  await tellPerson(tx, person, { action: 'user.login', outcome: 'ok', reason: method })
  const [known] = await tx.query<{ before: boolean; address: boolean; browser: boolean }>(
    `select count(*) > 0 as before, coalesce(bool_or(address is not distinct from $3::inet), false) as address,
       coalesce(bool_or(browser is not distinct from $4), false) as browser
     from auth_sessions where user_id = $1 and id <> $2 and method is not null`,
    [userId, sessionId, place.address, place.browser],
  )
  if (!known?.before || (known.address && known.browser)) return
  await notifyPerson(tx, userId, {
    kind: 'security.new-sign-in',
    dedupeKey: createHash('sha256').update(`${userId}\0${sessionId}`).digest('hex').slice(0, 32),
    params: { device: deviceName(place.userAgent), address: place.address ?? '–' },
  })
}

/** Ends the sign-ins of a person, all but one; that Payload still lists them changes nothing. */
export async function endSessions(tx: Tx, userId: string, except: string | null): Promise<number> {
  const ended = await tx.query(
    `update auth_sessions set state = 'ended'
     where user_id = $1 and id is distinct from $2 and state <> 'ended' returning id`,
    [userId, except],
  )
  await tx.query('delete from users_sessions where _parent_id = $1 and id is distinct from $2', [
    userId,
    except,
  ])
  await tx.query('delete from auth_step_ups where user_id = $1 and session_id is distinct from $2', [
    userId,
    except,
  ])
  return ended.length
}

/** Half signed in, a person is told nothing about the account but that a factor is missing. */
export const hideHalfSignedIn: CollectionAfterOperationHook = ({ operation, req, result }) => {
  const signedIn = result as { user?: { id?: string; email?: string } } | null
  const user = req.user as { _half?: boolean } | null
  if ((operation !== 'login' && operation !== 'resetPassword') || !signedIn?.user || !user?._half)
    return result
  req.user = null
  const { id, email } = signedIn.user
  return { ...signedIn, user: { id, email, collection: 'users' }, secondFactor: 'required' }
}

/** Ends the sign-in with Payload's session. */
export const recordSignOut: CollectionAfterLogoutHook = async ({ req }) => {
  const user = req.user as { id: string; email: string; name?: string; _sid?: string } | null
  if (!user?._sid) return
  const tx = await txOf(req)
  await tx.query(`update auth_sessions set state = 'ended' where id = $1 and user_id = $2`, [
    user._sid,
    user.id,
  ])
  const { id: userId, email, name } = user
  await tellPerson(
    tx,
    { kanal: kanalOf(req.payload), userId, userName: name || email, email, place: placeOfRequest(req) },
    { action: 'user.logout', outcome: 'ok' },
  )
}
