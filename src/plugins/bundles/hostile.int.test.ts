import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BundleError } from './format/bundle-error.ts'
import { Refusal } from '../security/endpoint/refusal.ts'
import { hostileBundle, impossibleBundle, secret } from './testing/hostile.ts'
import { everything, examined, startInstance, type Instance } from './testing/instance.ts'
import { importBundle } from './import.ts'

const RUNS = 5_000
const MOST_MEMORY = 200 * 1024 * 1024
/** A smaller bundle is not worth sweeping the floor for before it is measured. */
const WORTH_MEASURING = 1_000_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

let instance: Instance
beforeAll(async () => {
  instance = await startInstance()
})
afterAll(() => instance?.database.drop())

describe('T21', () => {
  it(`of ${RUNS} hostile bundles none crashes, writes or fills the memory`, async () => {
    const caller = await instance.organisation()
    const before = await instance.writes()
    collectGarbage()
    const base = inUse()
    let most = 0
    const faults = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(hostileBundle, async (text) => {
        const isLarge = text.length > WORTH_MEASURING
        if (isLarge) collectGarbage()
        const free = inUse()
        const outcome = await examined(caller, text, { unlock: () => Promise.resolve(Buffer.from(secret)) })
          .then((found) => importBundle(caller, caller.organisationId, found, everything(found)))
          .then(
            () => 'stored',
            (error: unknown) => {
              if (error instanceof BundleError) return error.fault
              if (error instanceof Refusal) return error.problem.code
              throw error
            },
          )
        faults.set(outcome, (faults.get(outcome) ?? 0) + 1)
        if (isLarge) most = Math.max(most, inUse() - free)
        expect(outcome).not.toBe('stored')
      }),
      { numRuns: RUNS, endOnFailure: true, examples: [[impossibleBundle()]] },
    )
    expect(await instance.writes()).toEqual(before)
    // What one bundle takes at most, rubbish included; and nothing of them stays.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(MOST_MEMORY)
    collectGarbage()
    expect(inUse() - base).toBeLessThan(MOST_MEMORY / 4)
    // Both kinds were there: what cannot be read, and what could be read but not taken in.
    expect(faults.get('unreadable')).toBeGreaterThan(RUNS / 4)
    expect(faults.get('entry_impossible')).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>).appKey).toBeUndefined()
    process.stdout.write(`${RUNS} bundles: one took ${Math.round(most / 2 ** 20)} MB at most\n`)
  }, 300_000)

  it('a process that reads as many, with little room, never grows by 200 MB', async () => {
    const child = fork(
      fileURLToPath(new URL('testing/hostile-process.ts', import.meta.url)),
      [String(RUNS)],
      {
        execArgv: ['--import', 'tsx', '--expose-gc', `--max-old-space-size=${MOST_MEMORY / 2 ** 20}`],
        stdio: 'inherit',
      },
    )
    const ended = once(child, 'exit').then(([code]) => [`ended with ${code}`])
    const [said] = (await Promise.race([once(child, 'message'), ended])) as [
      { grewBy: number; faults: Record<string, number> },
    ]
    expect(said).toMatchObject({ faults: { read: expect.any(Number) as number } })
    expect(Object.values(said.faults).reduce((sum, each) => sum + each, 0)).toBe(RUNS)
    expect(said.grewBy).toBeLessThan(MOST_MEMORY)
    process.stdout.write(`${RUNS} bundles: the process grew by ${Math.round(said.grewBy / 2 ** 20)} MB\n`)
    child.kill()
  }, 300_000)
})
