import { z } from 'zod'
import { OWNERS } from '../../../collections/access/roles.ts'
import { transaction } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { requireRole, tell } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { malformed, Refusal } from '../../security/endpoint/refusal.ts'
import { setScope } from '../scope/scope.ts'
import { integrationFor } from './integration-for.ts'

const MOST_SHOPS = 500
const scopeInput = z.strictObject({ shops: z.array(z.uuid().toLowerCase()).max(MOST_SHOPS).nullable() })

const scopeOwnersOnly = (): Refusal =>
  new Refusal(403, {
    code: 'owners_only',
    what: text('Hanya pemilik yang bisa mengubah ini.', 'Only an owner can change this.'),
    why: text(
      'Cakupan menentukan toko mana yang berjalan dan mana yang berhenti.',
      'The scope decides which shops run and which stand still.',
    ),
    remedy: text('Minta pemilik melakukannya.', 'Ask an owner to do it.'),
  })

/** `POST /api/integrations/:id/scope` with `{ shops }`: the only shops that may use these keys, or null for all. */
export const scopeEndpoint = endpoint({
  method: 'post',
  path: '/:id/scope',
  audit: ['credential.scope'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { shops } = await readInput(req, scopeInput)
    const { id, organisationId, marketplace } = await integrationFor(caller, req, 'see')
    const target = { type: 'integration', id, label: marketplace }
    await requireRole(caller, {
      organisation: organisationId,
      roles: OWNERS,
      target,
      action: 'credential.denied',
      refusal: scopeOwnersOnly,
    })
    const change = await transaction(caller.kanal.pool, async (tx) => {
      const owner = { organisationId, ownerType: 'integration', ownerId: id } as const
      const result = await setScope(tx, owner, shops && [...new Set(shops)])
      if (!result) throw malformed(['shops'])
      await tell(tx, caller, {
        organisationId,
        action: 'credential.scope',
        target,
        outcome: 'ok',
        reason: shops === null ? 'all' : `shops:${shops.length}`,
        fields: [...result.stopped.map((name) => `−${name}`), ...result.resumed.map((name) => `+${name}`)],
      })
      return result
    })
    return answer(change)
  },
})
