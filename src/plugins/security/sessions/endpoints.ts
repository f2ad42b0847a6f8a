import { randomUUID } from 'node:crypto'
import { generateExpiredPayloadCookie, type Endpoint, type PayloadRequest } from 'payload'
import { z } from 'zod'
import { autocommit, transaction } from '../../../database/tx.ts'
import { answer, refusalOf } from '../endpoint/answer.ts'
import { halfCallerOf } from '../endpoint/caller.ts'
import { endpoint, notAudited, type Decisions } from '../endpoint/endpoint.ts'
import { readInput } from '../endpoint/input.ts'
import { passkeyToShow } from '../factors/passkeys.ts'
import { tellPerson, type Person } from '../person.ts'
import { proofInput, prove } from '../step-up/proof.ts'
import { completeSignIn, endSessions } from './sign-in.ts'
import { endSession, sessionsOf } from './list.ts'

/** `GET /api/security/sessions`: where the person is signed in. */
const listEndpoint = endpoint({
  method: 'get',
  path: '/security/sessions',
  audit: notAudited('reads the own sign-ins'),
  stepUp: 'none',
  run: async (caller) =>
    answer({
      sessions: await sessionsOf(autocommit(caller.kanal.pool), caller.userId, caller.sessionId),
    }),
})

/** `POST /api/security/sessions/end`: ends one of the own sign-ins, or all others. Needs no proof: it only closes. */
const endEndpoint = endpoint({
  method: 'post',
  path: '/security/sessions/end',
  audit: ['security.session_end'],
  stepUp: 'none',
  run: async (caller, req) => {
    const input = await readInput(
      req,
      z.union([z.object({ id: z.string() }), z.object({ others: z.literal(true) })]),
    )
    const { userId, sessionId } = caller
    const ended = await transaction(caller.kanal.pool, async (tx) => {
      const count =
        'others' in input
          ? await endSessions(tx, userId, sessionId)
          : Number(await endSession(tx, userId, input.id))
      if (count > 0)
        await tellPerson(tx, caller, { action: 'security.session_end', outcome: 'ok', reason: String(count) })
      return count
    })
    return answer({ ended })
  },
})

/** An endpoint for people whose password was right and whose second factor is still to come. */
const halfEndpoint = (
  input: Decisions & { path: string; run: (person: Person, req: PayloadRequest) => Promise<Response> },
): Endpoint => ({
  method: 'post',
  path: input.path,
  custom: { kanal: { audit: input.audit, stepUp: input.stepUp } satisfies Decisions },
  handler: async (req) => {
    const requestId = randomUUID()
    try {
      return await input.run(await halfCallerOf(req, requestId), req)
    } catch (error) {
      const { problem, status, headers } = refusalOf(error, requestId)
      return answer({ problem, requestId }, status, headers)
    }
  },
})

/** `POST /api/security/sign-in`: shows the second factor and completes the sign-in. */
const completeEndpoint = halfEndpoint({
  path: '/security/sign-in',
  audit: ['user.login', 'user.login_failed', 'security.recovery_used'],
  stepUp: 'none',
  run: async (person, req) => {
    const proof = await readInput(req, proofInput)
    await prove(req.payload, person, { proof, occasion: 'sign_in' }, (tx, method) =>
      completeSignIn(tx, person, method),
    )
    return answer({ signedIn: true })
  },
})

/** `POST /api/security/sign-in/passkey`: what the browser needs to ask for a passkey. */
const passkeyEndpoint = halfEndpoint({
  path: '/security/sign-in/passkey',
  audit: notAudited('only asks; the answer is written down'),
  stepUp: 'none',
  run: async (person) => answer({ options: await passkeyToShow(person, 'sign_in') }),
})

/** `POST /api/security/sign-in/cancel`: gives the half sign-in up. */
const cancelEndpoint = halfEndpoint({
  path: '/security/sign-in/cancel',
  audit: notAudited('nothing had been reached yet'),
  stepUp: 'none',
  run: async (person, req) => {
    await transaction(person.kanal.pool, (tx) => endSession(tx, person.userId, person.sessionId))
    const { collections, config } = req.payload
    const cookie = generateExpiredPayloadCookie({
      collectionAuthConfig: collections.users.config.auth,
      config,
      cookiePrefix: config.cookiePrefix,
    })
    return answer({ cancelled: true }, 200, { 'set-cookie': String(cookie) })
  },
})

export const sessionEndpoints = [listEndpoint, endEndpoint, passkeyEndpoint, cancelEndpoint, completeEndpoint]
