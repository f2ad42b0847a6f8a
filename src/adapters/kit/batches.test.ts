import { describe, expect, it } from 'vitest'
import { batches, fetchKnown, mapLimited } from './batches.ts'

describe('batches', () => {
  it('cuts in order, the last piece shorter', () => {
    expect(batches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(batches([], 2)).toEqual([])
  })
})

describe('mapLimited', () => {
  it('keeps order and never exceeds the limit', async () => {
    let running = 0
    let peak = 0
    const result = await mapLimited([5, 1, 4, 2, 3], 2, async (n) => {
      running += 1
      peak = Math.max(peak, running)
      await new Promise((resolve) => setTimeout(resolve, n))
      running -= 1
      return n * 10
    })
    expect(result).toEqual([50, 10, 40, 20, 30])
    expect(peak).toBe(2)
  })

  it('starts nothing more after a failure', async () => {
    const started: number[] = []
    const run = mapLimited([1, 2, 3, 4], 1, (n) => {
      started.push(n)
      return n === 2 ? Promise.reject(new Error('no')) : Promise.resolve(n)
    })
    await expect(run).rejects.toThrow('no')
    expect(started).toEqual([1, 2])
  })
})

describe('fetchKnown', () => {
  const fetch = (bad: readonly string[]) => (ids: readonly string[]) =>
    ids.some((id) => bad.includes(id)) ? Promise.reject(new Error('unknown')) : Promise.resolve(ids)

  it('leaves out exactly the unknown ids', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(await fetchKnown(ids, fetch(['c', 'g']), () => true)).toEqual(['a', 'b', 'd', 'e', 'f'])
    expect(await fetchKnown(['c'], fetch(['c']), () => true)).toEqual([])
    expect(await fetchKnown([], fetch([]), () => true)).toEqual([])
  })

  it('lets other failures through', async () => {
    await expect(fetchKnown(['c'], fetch(['c']), () => false)).rejects.toThrow('unknown')
  })
})
