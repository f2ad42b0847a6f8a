import { overviewOf } from '../view-model.ts'
import { answer, handle } from './answer.ts'
import { requireManager } from './caller.ts'
import { malformed } from './problem.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `GET /api/integrations/overview?organisation=…`: what the Integrations page shows. */
export const overviewEndpoint = handle(async (caller, req) => {
  const only = caller.roles.size === 1 ? [...caller.roles.keys()][0] : undefined
  const organisation = (req.searchParams.get('organisation') ?? only ?? '').toLowerCase()
  if (!UUID.test(organisation)) throw malformed(['organisation'])
  await requireManager(caller, organisation, { type: 'integrations', id: organisation })
  return answer(await overviewOf(caller.kanal, organisation))
})
