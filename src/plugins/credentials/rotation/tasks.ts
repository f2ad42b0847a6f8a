import { z } from 'zod'
import { autocommit, transaction } from '../../../database/tx.ts'
import { defineTask } from '../../../queue/define.ts'
import type { Kanal } from '../../context.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { masterKeysFromEnv, type KekProvider } from '../keys/kek.ts'
import { runMasterRotation } from './master.ts'
import { tellMasterStuck } from './notices.ts'
import { runOrganisationRotation } from './organisation.ts'
import { retireKeys } from './retire.ts'
import { readRotation } from './rotations.ts'

/** Carries a rotation to its end, from wherever it stopped. @throws when it is aborted or a key is not at hand. */
export async function carryRotation(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  keks: KekProvider,
  rotationId: string,
  signal: AbortSignal,
): Promise<void> {
  const rotation = await readRotation(autocommit(kanal.pool), rotationId)
  if (rotation?.state !== 'running') return
  if (rotation.kind === 'organisation') {
    await runOrganisationRotation(kanal, rotationId, { signal })
    return
  }
  try {
    await runMasterRotation(kanal, keks, rotationId, { signal })
  } catch (error) {
    if (error instanceof DecryptError) await transaction(kanal.pool, tellMasterStuck)
    throw error
  }
}

export const rotateKeys = defineTask({
  name: 'keys.rotate',
  schema: z.object({ rotationId: z.uuid() }),
  maxAttempts: 25,
  run: ({ rotationId }, { kanal, signal }) =>
    carryRotation(kanal, masterKeysFromEnv(process.env), rotationId, signal),
})

export const rotationTasks = [rotateKeys, retireKeys]
