import { APIError, type PayloadRequest } from 'payload'
import { autocommit, transaction } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { kanalOf } from '../../context.ts'
import { Refusal } from '../endpoint/refusal.ts'
import { tellPerson, type Person } from '../person.ts'
import { placeOf } from '../place.ts'
import { admit } from '../rate-limit.ts'
import { enrolledOf, methodsOf } from './methods.ts'
import { stepUpState } from './record.ts'
import { stepUpRequired } from './refusals.ts'

/** A sign-in used from two places is written down once in this time, not at every request. */
const REPEAT_SECONDS = 10 * 60

/** Payload logs errors of this name as information: being asked for a proof is no failure. */
class StepUpRequiredError extends APIError {
  constructor(message: string, status: number, data: Record<string, unknown>) {
    super(message, status, data, true)
    this.name = 'Forbidden'
  }
}

/**
 * Lets a person pass who has proven within the last minutes, in this sign-in and from this address and browser, who
 * they are. A proof that was given elsewhere is the mark of a stolen session, so that is written down.
 * @throws Refusal 401 `step_up_required`, naming the ways the person has.
 */
export async function requireStepUp(person: Person): Promise<void> {
  const { kanal, userId, sessionId } = person
  const tx = autocommit(kanal.pool)
  const state = await stepUpState(tx, person)
  if (state === 'recent') return
  if (state === 'elsewhere') {
    const subject = `step-up.elsewhere:${sessionId}`
    if ((await admit(tx, { subject, most: 1, windowSeconds: REPEAT_SECONDS })) === 0)
      await transaction(kanal.pool, (own) =>
        tellPerson(own, person, { action: 'access.denied', outcome: 'denied', reason: 'step_up_elsewhere' }),
      )
  }
  throw stepUpRequired(methodsOf(await enrolledOf(tx, userId)))
}

/**
 * The same for Payload's own operations, REST and GraphQL alike. Our own code, which acts for no person, passes.
 * @throws APIError 401 with the code in its data.
 */
export async function requireStepUpOf(req: PayloadRequest): Promise<void> {
  const user = req.user as {
    id: string
    name?: string
    email?: string
    _sid?: string
    collection?: string
  } | null
  if (!user) return
  const { id: userId, email = '', name, _sid: sessionId = '' } = user
  const place = placeOf(req.headers ?? new Headers())
  try {
    await requireStepUp({
      kanal: kanalOf(req.payload),
      userId,
      userName: name || email,
      email,
      sessionId,
      place,
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, methods, what, why, remedy } = error.problem
    const language = languageOf(req.i18n?.language)
    const message = [what, why, remedy].map((part) => pick(part, language)).join(' ')
    throw new StepUpRequiredError(message, error.status, { code, methods })
  }
}
