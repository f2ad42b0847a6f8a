import { z } from 'zod'
import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { requireRole, tellDenied, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { forbidden, malformed } from '../../security/endpoint/refusal.ts'
import { operatorOf } from '../../services/operator.ts'
import { isUuid } from '../crypto/bytes.ts'
import { masterKeysFromEnv } from '../keys/kek.ts'
import { orRefuse } from './problems.ts'
import { shredOrganisation } from './shred.ts'
import { changeMasterKey, changeOrganisationKey, startAgain, wakeRotation, type ChangedBy } from './start.ts'
import { keyStatus } from './status.ts'

const organisation = z.uuid().toLowerCase()

const byOf = (caller: Caller): ChangedBy => ({
  actor: { type: 'user', id: caller.userId, name: caller.userName },
  ip: caller.ip,
  userAgent: caller.userAgent,
  requestId: caller.requestId,
})

const ownersOnly = (caller: Caller, id: string): Promise<void> =>
  requireRole(caller, { organisation: id, roles: OWNERS, target: { type: 'key', id } })

/** Lets owners of the organisation that runs this deployment pass. @throws Refusal 403 */
async function operatorsOnly(caller: Caller): Promise<void> {
  const operator = await operatorOf(autocommit(caller.kanal.pool))
  if (operator !== null) return ownersOnly(caller, operator)
  await tellDenied(caller, null, { type: 'master_key', id: 'all' })
  throw forbidden()
}

/** `GET /api/keys/status?organisation=…`: what the page shows; the master keys only to the operator's owners. */
const statusEndpoint = endpoint({
  method: 'get',
  path: '/keys/status',
  audit: notAudited('reads what the page shows: ages, counts and names, no key'),
  // Read every second while a rotation runs; it says nothing that the page itself does not.
  stepUp: 'none',
  run: async (caller, req) => {
    const id = (req.searchParams.get('organisation') ?? '').toLowerCase()
    if (!isUuid(id)) throw malformed(['organisation'])
    await ownersOnly(caller, id)
    return answer(await keyStatus(autocommit(caller.kanal.pool), masterKeysFromEnv(process.env), id))
  },
})

/** `POST /api/keys/rotate`: a new key for the organisation; with `resume` goes on with a change that stands still. */
const rotateEndpoint = endpoint({
  method: 'post',
  path: '/keys/rotate',
  audit: ['key.rotate'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, z.object({ organisation, resume: z.boolean().optional() }))
    await ownersOnly(caller, input.organisation)
    const woken = input.resume ? await wakeRotation(caller.kanal, input.organisation) : null
    const rotation =
      woken ?? (await orRefuse(changeOrganisationKey(caller.kanal, input.organisation, byOf(caller))))
    return answer({ rotation })
  },
})

/** `POST /api/keys/promote`: puts a master key in force that every running process holds. */
const promoteEndpoint = endpoint({
  method: 'post',
  path: '/keys/promote',
  audit: ['key.rotate'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(
      req,
      z.object({ kekId: z.string().min(1).max(64), resume: z.boolean().optional() }),
    )
    await operatorsOnly(caller)
    const woken = input.resume ? await wakeRotation(caller.kanal, null) : null
    const keks = masterKeysFromEnv(process.env)
    const rotation = woken ?? (await orRefuse(changeMasterKey(caller.kanal, keks, input.kekId, byOf(caller))))
    return answer({ rotation })
  },
})

/** `POST /api/keys/shred`: destroys every secret of the organisation; `name` is its exact name. */
const shredEndpoint = endpoint({
  method: 'post',
  path: '/keys/shred',
  audit: ['organisation.shred', 'shop.disconnect', 'integration.disconnect'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, z.object({ organisation, name: z.string().max(500) }))
    await ownersOnly(caller, input.organisation)
    const { shops, integrations, keys } = await orRefuse(
      shredOrganisation(caller.kanal, {
        organisationId: input.organisation,
        name: input.name,
        by: byOf(caller),
      }),
    )
    return answer({ shops, integrations, keys: keys.length })
  },
})

/** `POST /api/keys/start-again`: a new key after the organisation's secrets were destroyed. */
const startAgainEndpoint = endpoint({
  method: 'post',
  path: '/keys/start-again',
  audit: ['key.rotate'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, z.object({ organisation }))
    await ownersOnly(caller, input.organisation)
    return answer({
      version: await orRefuse(startAgain(caller.kanal, input.organisation, byOf(caller))),
    })
  },
})

/** Mounted on the config itself, so under `/api/keys`. */
export const keyEndpoints = [
  statusEndpoint,
  rotateEndpoint,
  promoteEndpoint,
  shredEndpoint,
  startAgainEndpoint,
]
