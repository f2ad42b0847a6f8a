import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spreadOver } from './stockLocations.ts'

const places = (...amounts: number[]) => amounts.map((stock, index) => ({ locationId: `L${index}`, stock }))

describe('a total over several places', () => {
  it.each([
    [[3, 4], 7, [3, 4]],
    [[3, 4], 9, [5, 4]],
    [[3, 4], 5, [1, 4]],
    [[3, 4], 2, [0, 2]],
    [[3, 4], 0, [0, 0]],
    [[0], 6, [6]],
  ])('%j made %i is %j', (now, total, after) => {
    expect(spreadOver(places(...now), total).map((place) => place.stock)).toEqual(after)
  })

  it('is always kept, and never below nothing', () => {
    const amount = fc.integer({ min: 0, max: 1_000 })
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 5 }), amount, (now, total) => {
        const after = spreadOver(places(...now), total).map((place) => place.stock)
        expect(after.reduce((sum, each) => sum + each, 0)).toBe(total)
        expect(Math.min(...after)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
