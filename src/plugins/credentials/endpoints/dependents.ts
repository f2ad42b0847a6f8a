import { autocommit } from '../../../database/tx.ts'
import { integrationAdapterOf } from '../../context.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { dependentsOf } from '../dependents/dependents.ts'
import { integrationFor } from './integration-for.ts'

/** `GET /api/integrations/:id/dependents`: what would stop, be lost, or stand in the way, were it disconnected. */
export const dependentsEndpoint = endpoint({
  method: 'get',
  path: '/:id/dependents',
  audit: notAudited('counts what the disconnect dialog and the used-by tab show: no value, nothing opened'),
  stepUp: 'none',
  run: async (caller, req) => {
    const { id, organisationId, marketplace } = await integrationFor(caller, req, 'see')
    const adapter = integrationAdapterOf(caller.kanal, marketplace)
    const tx = autocommit(caller.kanal.pool)
    const place = { organisationId, integrationId: id }
    return answer({ effects: adapter ? await dependentsOf(tx, adapter, place) : [] })
  },
})
