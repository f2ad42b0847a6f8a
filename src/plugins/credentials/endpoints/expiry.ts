import { z } from 'zod'
import { transaction } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { setExpiry } from '../expiry/expiry.ts'
import { integrationFor } from './integration-for.ts'
import { nothingStored } from './problem.ts'

const expiryInput = z.strictObject({ expiresOn: z.iso.date().nullable() })

const datePassed = (): Refusal =>
  new Refusal(422, {
    code: 'date_passed',
    fields: ['expiresOn'],
    what: text('Tanggal belum disimpan.', 'The date was not saved.'),
    why: text('Tanggal itu sudah lewat.', 'It has passed already.'),
    remedy: text(
      'Pilih hari ini atau sesudahnya. Jika kuncinya sudah berakhir, ganti kuncinya.',
      'Choose today or later. If the key has ended, replace it.',
    ),
  })

/**
 * `POST /api/integrations/:id/expiry` with `{ expiresOn }`: the last day on which the provider takes the stored keys, as
 * its console says, or null. It changes no key; it decides when people are warned.
 */
export const expiryEndpoint = endpoint({
  method: 'post',
  path: '/:id/expiry',
  audit: ['credential.expiry'],
  stepUp: 'none',
  run: async (caller, req) => {
    const { expiresOn } = await readInput(req, expiryInput)
    const { id, organisationId, marketplace } = await integrationFor(caller, req, 'rotate')
    await transaction(caller.kanal.pool, async (tx) => {
      const change = await setExpiry(tx, { organisationId, ownerType: 'integration', ownerId: id }, expiresOn)
      if (change === 'nothing_stored') throw nothingStored()
      if (change === 'passed') throw datePassed()
      await tell(tx, caller, {
        organisationId,
        action: 'credential.expiry',
        target: { type: 'integration', id, label: marketplace },
        outcome: 'ok',
        reason: `${change.before ?? '–'} → ${change.after ?? '–'}`,
      })
    })
    return answer({ expiresOn })
  },
})
