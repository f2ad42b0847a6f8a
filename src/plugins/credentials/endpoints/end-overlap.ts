import { transaction } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { endOverlap } from '../lifecycle/overlap.ts'
import { endOverlapInput } from './input.ts'
import { integrationFor } from './integration-for.ts'

/** `POST /api/integrations/:id/end-overlap`: from now on only the new key counts, also for webhooks. */
export const endOverlapEndpoint = endpoint({
  method: 'post',
  path: '/:id/end-overlap',
  audit: ['credential.overlap_end'],
  stepUp: 'required',
  run: async (caller, req) => {
    await readInput(req, endOverlapInput)
    const { id, organisationId, marketplace } = await integrationFor(caller, req, 'rotate')
    const fields = await transaction(caller.kanal.pool, async (tx) => {
      const ended = await endOverlap(tx, { organisationId, ownerType: 'integration', ownerId: id })
      if (ended.length === 0) return ended
      const target = { type: 'integration', id, label: marketplace }
      await tell(tx, caller, {
        organisationId,
        action: 'credential.overlap_end',
        target,
        outcome: 'ok',
        fields: ended,
      })
      return ended
    })
    return answer({ fields })
  },
})
