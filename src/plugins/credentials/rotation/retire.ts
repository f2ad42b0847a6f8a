import { z } from 'zod'
import { transaction, type Tx } from '../../../database/tx.ts'
import { defineTask } from '../../../queue/define.ts'

/** A key whose bytes are gone; the commitment proves later which key it was. */
export interface RetiredKey {
  version: number
  commitment: string
}

/** How long a reader may still hold a value that it read before it was sealed again. */
export const RETIRE_AFTER_SECONDS = 120

/**
 * Destroys the keys that nothing is sealed with any more: their bytes go, what proves which keys they were stays.
 * Call it no sooner than `RETIRE_AFTER_SECONDS` after the rotation. @returns the keys destroyed.
 */
export const retireOldKeys = (tx: Tx, organisationId: string): Promise<RetiredKey[]> =>
  tx.query<RetiredKey>(
    `update cred_keys k set state = 'destroyed', wrapped = null
     where organisation_id = $1 and state = 'decrypt_only' and not exists (
       select from cred_values v
       where v.organisation_id = $1 and v.envelope is not null and substr(v.envelope, 7, 16) = uuid_send(k.id)
     )
     returning version, encode(commitment, 'hex') as commitment`,
    [organisationId],
  )

/** Destroys what an organisation's rotation left over, once no reader can still need it. */
export const retireKeys = defineTask({
  name: 'keys.retire',
  schema: z.object({ organisationId: z.uuid() }),
  async run({ organisationId }, { kanal }) {
    await transaction(kanal.pool, async (tx) => {
      for (const { version, commitment } of await retireOldKeys(tx, organisationId)) {
        await kanal.audit.record(tx, {
          organisationId,
          actor: { type: 'system' },
          action: 'key.destroy',
          target: { type: 'key', id: `v${version}`, label: commitment },
          outcome: 'ok',
        })
      }
    })
    kanal.vault.keys.flush(organisationId)
  },
})
