import { z } from 'zod'
import { autocommit } from '../../../database/tx.ts'
import { answer } from '../endpoint/answer.ts'
import { endpoint, notAudited } from '../endpoint/endpoint.ts'
import { readInput } from '../endpoint/input.ts'
import { passkeyToShow } from '../factors/passkeys.ts'
import { tellPerson } from '../person.ts'
import { enrolledOf, methodsOf } from './methods.ts'
import { proofInput, prove } from './proof.ts'
import { recordStepUp, stepUpState } from './record.ts'

const nothing = z.object({})

/** `GET /api/security/step-up`: whether a proof is needed now, and the ways the person has. */
const stateEndpoint = endpoint({
  method: 'get',
  path: '/security/step-up',
  audit: notAudited('reads what the person may do next'),
  stepUp: 'none',
  run: async (caller) => {
    const tx = autocommit(caller.kanal.pool)
    const [state, enrolled] = await Promise.all([stepUpState(tx, caller), enrolledOf(tx, caller.userId)])
    return answer({ recent: state === 'recent', methods: methodsOf(enrolled) })
  },
})

/** `POST /api/security/step-up`: proves who the person is; counts for five minutes, here only. */
const proveEndpoint = endpoint({
  method: 'post',
  path: '/security/step-up',
  audit: ['security.step_up', 'security.recovery_used'],
  stepUp: 'none',
  run: async (caller, req) => {
    const proof = await readInput(req, proofInput)
    await prove(req.payload, caller, { proof, occasion: 'step_up' }, async (tx, method) => {
      await recordStepUp(tx, caller, method)
      await tellPerson(tx, caller, { action: 'security.step_up', outcome: 'ok', reason: method })
    })
    return answer({ confirmed: true })
  },
})

/** `POST /api/security/step-up/passkey`: what the browser needs to ask for a passkey. */
const passkeyEndpoint = endpoint({
  method: 'post',
  path: '/security/step-up/passkey',
  audit: notAudited('only asks; the answer is written down'),
  stepUp: 'none',
  run: async (caller, req) => {
    await readInput(req, nothing)
    return answer({ options: await passkeyToShow(caller, 'step_up') })
  },
})

export const stepUpEndpoints = [stateEndpoint, passkeyEndpoint, proveEndpoint]
