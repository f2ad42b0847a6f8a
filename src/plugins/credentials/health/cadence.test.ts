import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pauseAfter, perMinute, TESTS_PER_DAY, USUAL_MS } from './cadence.ts'

const MINUTE = 60_000
const accepted = { verdict: 'accepted', rejected: 0, unverified: 0 } as const
const one = { credentials: 1, random: 0.5 }

it('tests what works every quarter of an hour, spread by a fifth', () => {
  expect(pauseAfter(accepted, one)).toBe(USUAL_MS)
  expect(pauseAfter(accepted, { credentials: 1, random: 0 })).toBe(USUAL_MS * 0.8)
  expect(pauseAfter(accepted, { credentials: 1, random: 0.999 })).toBeLessThan(USUAL_MS * 1.2)
})

it('looks into rejections soon enough to be sure within half an hour, and not sooner than ten minutes', () => {
  const soon = (rejected: number): number =>
    pauseAfter({ verdict: 'rejected', rejected, unverified: 0 }, { credentials: 1, random: 0.999 })
  const total = USUAL_MS * 1.2 + soon(1) + soon(2)
  expect(total).toBeLessThanOrEqual(30 * MINUTE)
  expect(
    pauseAfter({ verdict: 'rejected', rejected: 1, unverified: 0 }, { credentials: 1, random: 0 }) * 2,
  ).toBe(10 * MINUTE)
})

it('backs off when the provider cannot be reached, up to an hour', () => {
  const pauses = [1, 2, 3, 4, 9].map((unverified) =>
    Math.round(pauseAfter({ verdict: 'unverified', rejected: 0, unverified }, one) / MINUTE),
  )
  expect(pauses).toEqual([5, 10, 20, 40, 60])
})

it('T24: stays under the daily cap and below twice the average, for any number of credentials', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (credentials, random) => {
        const meanPause = pauseAfter(accepted, { credentials, random: 0.5 })
        const perDay = (credentials * 24 * 60 * MINUTE) / meanPause
        expect(perDay).toBeLessThanOrEqual(Math.max(TESTS_PER_DAY, credentials) * 1.001)
        if (credentials > 60) expect(perDay).toBeLessThanOrEqual(TESTS_PER_DAY * 1.001)
        const average = credentials / (meanPause / MINUTE)
        expect(perMinute(credentials)).toBeLessThanOrEqual(Math.max(1, average * 2))
        expect(pauseAfter(accepted, { credentials, random })).toBeGreaterThanOrEqual(meanPause * 0.8)
      },
    ),
  )
})
