import { z } from 'zod'
import { transaction } from '../../../database/tx.ts'
import { defineTask } from '../../../queue/define.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import { masterKeysFromEnv } from '../keys/kek.ts'
import { runMasterRotation } from './master.ts'
import { RETIRE_AFTER_SECONDS, retireOldKeys, runOrganisationRotation } from './organisation.ts'
import { readRotation } from './rotations.ts'

const anyRotation = z.object({ rotationId: z.uuid() })

/** Carries a rotation to its end; run again, it goes on where it stopped. */
export const rotateKeys = defineTask({
  name: 'keys.rotate',
  schema: anyRotation,
  maxAttempts: 25,
  async run({ rotationId }, { kanal, signal }) {
    const rotation = await transaction(kanal.pool, (tx) => readRotation(tx, rotationId))
    if (rotation?.state !== 'running') return
    if (rotation.organisationId === null) {
      await runMasterRotation(kanal, masterKeysFromEnv(process.env), rotationId, signal)
      return
    }
    const { organisationId } = rotation
    if (!(await runOrganisationRotation(kanal, rotationId, signal))) return
    const runAt = new Date(kanal.now().getTime() + RETIRE_AFTER_SECONDS * 1_000)
    await transaction(kanal.pool, (tx) =>
      enqueue(tx, retireKeys, { organisationId }, { jobKey: `keys.retire:${organisationId}`, runAt }),
    )
  },
})

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
