import { autocommit } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { malformed } from '../../security/endpoint/refusal.ts'
import { healthReports } from '../health/report.ts'
import { isUuid } from '../crypto/bytes.ts'
import { requireManager } from './integration-for.ts'

/** `GET /api/integrations/health?organisation=…` → `{ reports }`: thirty days of tests, and what nothing uses. */
export const healthEndpoint = endpoint({
  method: 'get',
  path: '/health',
  audit: notAudited('reads how tests went: no value, nothing opened'),
  stepUp: 'none',
  run: async (caller, req) => {
    const organisation = (req.searchParams.get('organisation') ?? '').toLowerCase()
    if (!isUuid(organisation)) throw malformed(['organisation'])
    await requireManager(caller, organisation, { type: 'integrations', id: organisation })
    return answer({ reports: await healthReports(autocommit(caller.kanal.pool), organisation) })
  },
})
