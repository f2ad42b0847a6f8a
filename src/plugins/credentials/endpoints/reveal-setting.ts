import { OWNERS } from '../../../collections/access/roles.ts'
import { transaction } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { requireRole, tell } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { revealSettingInput } from './input.ts'
import { integrationFor } from './integration-for.ts'
import { nothingStored, revealOwnersOnly } from './problem.ts'

/**
 * `POST /api/integrations/:id/reveal-setting` with `{ allowed }`: whether stored values of this integration can be
 * shown to people at all. Off from the start and after every disconnect.
 */
export const revealSettingEndpoint = endpoint({
  method: 'post',
  path: '/:id/reveal-setting',
  audit: ['credential.reveal_on', 'credential.reveal_off'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { allowed } = await readInput(req, revealSettingInput)
    const { id, organisationId, marketplace } = await integrationFor(caller, req, 'see')
    const target = { type: 'integration', id, label: marketplace }
    await requireRole(caller, {
      organisation: organisationId,
      roles: OWNERS,
      target,
      action: 'credential.denied',
      refusal: revealOwnersOnly,
    })
    await transaction(caller.kanal.pool, async (tx) => {
      const changed = await tx.query(
        `update cred_heads
         set reveal_allowed_at = case when $3 then coalesce(reveal_allowed_at, now()) end,
           reveal_allowed_by = case when $3 then coalesce(reveal_allowed_by, $4::uuid) end
         where owner_type = 'integration' and owner_id = $1 and organisation_id = $2 and fields <> '{}'
         returning owner_id`,
        [id, organisationId, allowed, caller.userId],
      )
      if (changed.length === 0) throw nothingStored()
      if (!allowed) {
        await tx.query(`delete from cred_grants where owner_type = 'integration' and owner_id = $1`, [id])
      }
      const action = allowed ? 'credential.reveal_on' : 'credential.reveal_off'
      await tell(tx, caller, { organisationId, action, target, outcome: 'ok' })
    })
    return answer({ allowed })
  },
})
