import { setTimeout as pause } from 'node:timers/promises'
import { autocommit } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import type { KekProvider } from '../keys/kek.ts'
import { liveHolders } from './heartbeat.ts'
import { readRotation, type Rotation } from './rotations.ts'
import { carryRotation } from './tasks.ts'

const LOOK_EVERY_MS = 500

/**
 * Sees a rotation to its end: follows the worker that carries it, and carries it itself when there is none or it has
 * stopped. `onProgress` is called about twice a second. @throws when `signal` is aborted; run again, it goes on.
 */
export async function followRotation(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  keks: KekProvider,
  rotationId: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (rotation: Rotation) => void },
): Promise<Rotation> {
  const tx = autocommit(kanal.pool)
  let carrying: Promise<void> | null = null
  const failures: unknown[] = []
  for (;;) {
    const rotation = await readRotation(tx, rotationId)
    if (!rotation) throw new Error(`There is no rotation ${rotationId}.`)
    onProgress(rotation)
    if (rotation.state !== 'running') {
      await carrying
      return rotation
    }
    if (failures.length > 0) throw failures[0]
    const hasWorker = (await liveHolders(tx)).some(({ role }) => role === 'worker')
    if (!carrying && (!hasWorker || rotation.isStalled)) {
      carrying = carryRotation(kanal, keks, rotationId, signal).catch((error: unknown) => {
        failures.push(error)
      })
    }
    await pause(LOOK_EVERY_MS, undefined, { signal })
  }
}
