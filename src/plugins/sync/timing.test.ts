import { describe, expect, it, vi } from 'vitest'
import { Alarms } from './alarms.ts'
import { retryAt } from './backoff.ts'
import { Batcher, TooManyWaitingError } from './batcher.ts'
import { KeyedRunner } from './keyed-runner.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('Batcher', () => {
  it('joins what comes together and what comes meanwhile, in order, within its size', async () => {
    const batches: number[][] = []
    const batcher = new Batcher(
      async (items: readonly number[]) => {
        batches.push([...items])
        await pause(10)
        return items.map((item) => item * 2)
      },
      { most: 3, parallel: 1, waitMs: 1, waiting: 100 },
    )
    const results = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)))
    expect(results).toEqual([2, 4, 6, 8, 10])
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('fails only the batch that failed, and refuses more than can wait', async () => {
    const batcher = new Batcher(
      (items: readonly number[]) =>
        items.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve(items),
      { most: 1, parallel: 1, waitMs: 0, waiting: 2 },
    )
    const [first, second, third] = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
    expect(first?.status).toBe('rejected')
    expect(second).toEqual({ status: 'fulfilled', value: 2 })
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(TooManyWaitingError) as unknown })
  })
})

describe('KeyedRunner', () => {
  it('makes a burst two rounds, and keys independent', async () => {
    const runner = new KeyedRunner()
    const runs: string[] = []
    const work = (key: string) => async (): Promise<void> => {
      runs.push(key)
      await pause(5)
    }
    const did = await Promise.all(['a', 'a', 'a', 'b'].map((key) => runner.run(key, work(key))))
    expect(did).toEqual([true, false, false, true])
    expect(runs.sort()).toEqual(['a', 'a', 'b'])
  })

  it('is free again after a failure', async () => {
    const runner = new KeyedRunner()
    await expect(runner.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await runner.run('a', () => Promise.resolve())).toBe(true)
  })
})

it('Alarms ring once, at the earliest time asked for', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const alarms = new Alarms()
  const rings: string[] = []
  alarms.set('a', 300, () => rings.push('late'))
  alarms.set('a', 100, () => rings.push('early'))
  alarms.set('a', 200, () => rings.push('between'))
  vi.advanceTimersByTime(1_000)
  expect(rings).toEqual(['early'])
  vi.useRealTimers()
})

it('retryAt doubles up to five minutes and never comes before it was asked to', () => {
  const now = new Date(0)
  const at = (attempts: number, after = 0): number => retryAt(now, attempts, after, () => 1).getTime()
  expect([1, 2, 3, 8, 9, 50].map((attempts) => at(attempts))).toEqual([
    2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
  ])
  expect(at(1, 60_000)).toBe(60_000)
  expect(retryAt(now, 1, 0, () => 0).getTime()).toBe(1_000)
})
