import type { Endpoint, PayloadRequest } from 'payload'
import { sameText } from '../../../adapters/kit/hmac.ts'
import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit, type Tx } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { requireRole, tellDenied } from '../../security/endpoint/caller.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { forbidden } from '../../security/endpoint/refusal.ts'
import { operatorOf } from '../../services/operator.ts'
import { allCounts, exposition } from './crypto-figures.ts'

const SHORTEST_TOKEN = 32

/** Whether the request brings the token that this deployment sets for its monitoring. */
function hasToken(req: PayloadRequest): boolean {
  const token = process.env.KANAL_METRICS_TOKEN ?? ''
  const [, given] = /^Bearer (\S+)$/.exec(req.headers.get('authorization') ?? '') ?? []
  return token.length >= SHORTEST_TOKEN && given !== undefined && sameText(token, given)
}

const exposed = async (tx: Tx): Promise<Response> =>
  new Response(exposition(await allCounts(tx)), {
    headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  })

const forOwners = endpoint({
  method: 'get',
  path: '/metrics',
  audit: notAudited('counts and times, no key, no value, no name'),
  stepUp: 'none',
  run: async (caller) => {
    const tx = autocommit(caller.kanal.pool)
    const operator = await operatorOf(tx)
    const target = { type: 'metrics', id: 'crypto' }
    if (operator === null) {
      await tellDenied(caller, null, target)
      throw forbidden()
    }
    await requireRole(caller, { organisation: operator, roles: OWNERS, target })
    return exposed(tx)
  },
})

/**
 * `GET /api/metrics`: what every running process counted of its cryptography, for Prometheus. For the token in
 * `KANAL_METRICS_TOKEN` (32 characters or more), and for owners of the organisation that runs the deployment.
 */
export const metricsEndpoint: Endpoint = {
  ...forOwners,
  handler: (req) => (hasToken(req) ? exposed(autocommit(kanalOf(req.payload).pool)) : forOwners.handler(req)),
}
