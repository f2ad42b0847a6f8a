import type { Pool } from 'pg'
import { expect } from 'vitest'
import { createSecrets, type Kanal } from '../../../context.ts'
import type { KekProvider } from '../../keys/kek.ts'
import { Crash, dyingAt, type Fault } from './faults.ts'

export type Process = Pick<Kanal, 'pool' | 'vault' | 'audit'>

export interface Deaths {
  /** A process of its own: nothing it has cached is known to the next. */
  processOn(pool?: Pool): Process
  /**
   * Runs the work without a fault to see its statements, then on fresh ground dies once before and once after each of
   * them, and has every state it leaves proven. @returns the statements.
   */
  dieEverywhere(
    prepare: () => Promise<string>,
    work: (process: Process, on: string) => Promise<unknown>,
    prove: (on: string) => Promise<void>,
  ): Promise<string[]>
}

export const naming = (statements: readonly string[], pattern: RegExp): number =>
  statements.filter((text) => pattern.test(text)).length

/** Processes that die, on one database with the same master keys. */
export function deaths(pool: () => Pool, keks: KekProvider): Deaths {
  const processOn = (on = pool()): Process => ({ pool: on, ...createSecrets(keks) })
  return {
    processOn,
    dieEverywhere: async (prepare, work, prove) => {
      const whole = await prepare()
      const seen = dyingAt(pool(), null)
      await work(processOn(seen.pool), whole)
      await prove(whole)
      const faults = seen.statements.flatMap((_, n): Fault[] => [
        { at: n + 1, when: 'before' },
        { at: n + 1, when: 'after' },
      ])
      for (const fault of faults) {
        const on = await prepare()
        const dying = dyingAt(pool(), fault)
        await expect(
          work(processOn(dying.pool), on),
          `${fault.when} ${seen.statements[fault.at - 1]}`,
        ).rejects.toThrow(Crash)
        await prove(on)
      }
      return seen.statements
    },
  }
}
