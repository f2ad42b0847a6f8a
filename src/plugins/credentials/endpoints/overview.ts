import { overviewOf } from '../view-model.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { requireVault } from '../permissions/require.ts'
import { malformed } from '../../security/endpoint/refusal.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `GET /api/integrations/overview?organisation=…`: what the Integrations page shows. */
export const overviewEndpoint = endpoint({
  method: 'get',
  path: '/overview',
  audit: notAudited('reads what the page shows: no value, nothing opened'),
  stepUp: 'none',
  run: async (caller, req) => {
    const only = caller.roles.size === 1 ? [...caller.roles.keys()][0] : undefined
    const organisation = (req.searchParams.get('organisation') ?? only ?? '').toLowerCase()
    if (!UUID.test(organisation)) throw malformed(['organisation'])
    await requireVault(caller, 'see', { organisation, target: { type: 'integrations', id: organisation } })
    return answer(await overviewOf(caller.kanal, organisation, caller.roles.get(organisation) ?? 'viewer'))
  },
})
