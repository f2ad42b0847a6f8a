import { ANSWER_HEADERS } from '../../security/endpoint/answer.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import type { Caller } from '../../security/endpoint/caller.ts'
import { exportSettings, type SealedFor } from '../export.ts'
import { readKeyText } from '../import-keys.ts'
import { ENOUGH, strengthOf } from '../passphrase.ts'
import { notAKey, refusalOfBundle, weakPassphrase } from '../problems.ts'
import { admitBundle } from './admission.ts'
import { exportInput } from './input.ts'
import type { z } from 'zod'

/** `POST /api/bundles/export`: a file with the settings of the chosen integrations, sealed. There is no open one. */
export const exportEndpoint = endpoint({
  method: 'post',
  path: '/bundles/export',
  audit: ['settings.export'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { organisation, integrations, reason, sealedFor } = await readInput(req, exportInput)
    await admitBundle(caller, organisation, 'settings.export')
    const order = { organisationId: organisation, integrations, reason, sealedFor: sealed(caller, sealedFor) }
    const { text, createdAt } = await exportSettings(caller, order).catch((error: unknown) => {
      throw refusalOfBundle(error)
    })
    const name = `kanal-pengaturan-${createdAt.toISOString().slice(0, 16).replace(/[T:]/g, '-')}.kanal`
    return new Response(text, {
      headers: {
        ...ANSWER_HEADERS,
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"`,
      },
    })
  },
})

/** @throws Refusal for a passphrase that is easily guessed, or a key that is none. */
function sealed(caller: Caller, input: z.output<typeof exportInput>['sealedFor']): SealedFor {
  if ('passphrase' in input) {
    const known = [caller.userName, caller.email, ...caller.email.split('@')]
    if (input.passphrase.use((typed) => strengthOf(typed, known)) < ENOUGH) throw weakPassphrase()
    return input
  }
  const recipient = readKeyText(input.recipient)
  if (!recipient) throw notAKey()
  return { recipient }
}
