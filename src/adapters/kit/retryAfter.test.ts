import { expect, it } from 'vitest'
import { retryAfterMs } from './retryAfter.ts'

const NOW = new Date('2026-11-11T00:00:00Z')

it.each([
  ['3', 3_000],
  ['0', 0],
  [' 2 ', 2_000],
  ['Wed, 11 Nov 2026 00:01:00 GMT', 60_000],
  ['Tue, 10 Nov 2026 00:01:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
])('reads "%s" as %s', (header, expected) => {
  expect(retryAfterMs({ 'retry-after': header }, NOW)).toBe(expected)
})

it('is silent without the header', () => {
  expect(retryAfterMs({})).toBeUndefined()
})
