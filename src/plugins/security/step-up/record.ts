import type { Tx } from '../../../database/tx.ts'
import type { Place } from '../place.ts'
import type { Method } from './methods.ts'

/** How long a proof of identity counts. */
export const STEP_UP_MINUTES = 5

/** A sign-in, used from somewhere. */
export interface SignIn {
  sessionId: string
  userId: string
  place: Place
}

/** Notes that the person has just proven who they are, in this sign-in, from this place. */
export async function recordStepUp(
  tx: Tx,
  { sessionId, userId, place }: SignIn,
  method: Method,
): Promise<void> {
  await tx.query(
    `insert into auth_step_ups (session_id, user_id, method, address, browser) values ($1, $2, $3, $4, $5)`,
    [sessionId, userId, method, place.address, place.browser],
  )
}

/** Proofs made before the factors changed say nothing about the person any more. */
export async function forgetStepUps(tx: Tx, userId: string): Promise<void> {
  await tx.query('delete from auth_step_ups where user_id = $1', [userId])
}

/** `recent`: proven here within the last minutes. `elsewhere`: only from another address or browser. */
export type StepUpState = 'recent' | 'elsewhere' | 'none'

/** Whether the person has proven who they are, recently, in this sign-in and from this very place. */
export async function stepUpState(tx: Tx, { sessionId, userId, place }: SignIn): Promise<StepUpState> {
  const [row] = await tx.query<{ here: boolean | null }>(
    `select bool_or(address is not distinct from $3::inet and browser is not distinct from $4) as here
     from auth_step_ups
     where session_id = $1 and user_id = $2 and at > now() - make_interval(mins => $5)
       and (method <> 'password' or not kanal_has_factor($2))`,
    [sessionId, userId, place.address, place.browser, STEP_UP_MINUTES],
  )
  if (!row || row.here === null) return 'none'
  return row.here ? 'recent' : 'elsewhere'
}
