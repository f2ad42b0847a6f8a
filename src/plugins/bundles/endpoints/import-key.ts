import { transaction } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { newImportKey, readyImportKeys } from '../import-keys.ts'
import { shownKey } from '../shown-key.ts'
import { admitBundle } from './admission.ts'
import { importKeyInput } from './input.ts'

/** `POST /api/bundles/import-key`: a one-time key that another Kanal seals a bundle for. It replaces the one before. */
export const importKeyEndpoint = endpoint({
  method: 'post',
  path: '/bundles/import-key',
  audit: ['settings.import_key'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { organisation } = await readInput(req, importKeyInput)
    await admitBundle(caller, organisation, 'settings.import_key')
    const { pool, vault } = caller.kanal
    await readyImportKeys(pool, vault, organisation)
    const key = await transaction(pool, async (tx) => {
      const made = await newImportKey(tx, vault, { organisationId: organisation, userId: caller.userId })
      await tell(tx, caller, {
        organisationId: organisation,
        action: 'settings.import_key',
        target: { type: 'import_key', id: made.id },
        outcome: 'ok',
      })
      return made
    })
    return answer(shownKey(key))
  },
})
