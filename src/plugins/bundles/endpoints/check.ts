import { autocommit } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import type { BundleReport } from '../events.ts'
import { examineBundle, type Examined } from '../examine.ts'
import { refusalOfBundle } from '../problems.ts'
import { unlockFor } from '../unlock.ts'
import { admitBundle } from './admission.ts'
import { checkInput, MOST_UPLOAD_BYTES } from './input.ts'
import type { z } from 'zod'

/** `POST /api/bundles/check`: what taking a bundle in would do. Writes nothing but its row in the audit trail. */
export const checkEndpoint = endpoint({
  method: 'post',
  path: '/bundles/check',
  audit: ['settings.import'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, checkInput, MOST_UPLOAD_BYTES)
    await admitBundle(caller, input.organisation, 'settings.import')
    const { bundle, entries } = await examine(caller, input)
    const { manifest } = bundle
    return answer({
      bundleId: manifest.id,
      source: manifest.organisation.name,
      createdAt: manifest.createdAt,
      expiresAt: manifest.expiresAt,
      entries: entries.map(({ report }) => report),
    } satisfies BundleReport)
  },
})

/** `examineBundle`, with a bundle that is refused written down. @throws Refusal */
export async function examine(
  caller: Caller,
  { organisation, bundle, passphrase }: z.output<typeof checkInput>,
): Promise<Examined> {
  const { kanal } = caller
  const unlock = unlockFor(kanal, { organisationId: organisation, passphrase })
  try {
    return await examineBundle(kanal, { organisationId: organisation, text: bundle, unlock })
  } catch (error) {
    const refusal = refusalOfBundle(error)
    await tell(autocommit(kanal.pool), caller, {
      organisationId: organisation,
      action: 'settings.import',
      target: { type: 'organisation', id: organisation },
      outcome: 'failed',
      reason: refusal instanceof Refusal ? refusal.problem.code : 'internal',
    })
    throw refusal
  }
}
