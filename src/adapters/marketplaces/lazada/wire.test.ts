import { expect, it } from 'vitest'
import { count, flag, id, maybeCount, toInstant } from './wire.ts'

it.each([
  ['2026-11-01 09:00:00 +0700', '2026-11-01T02:00:00.000Z'],
  ['2026-11-01 09:00:00 +0800', '2026-11-01T01:00:00.000Z'],
  ['2026-11-02T23:59:59+07:00', '2026-11-02T16:59:59.000Z'],
  ['2026-11-02T16:59:59Z', '2026-11-02T16:59:59.000Z'],
  ['1767225600000', '2026-01-01T00:00:00.000Z'],
  [1767225600, '2026-01-01T00:00:00.000Z'],
])('reads the instant %s', (given, expected) => {
  expect(toInstant(given)?.toISOString()).toBe(expected)
})

it.each(['2026-11-01 09:00:00', '', null, undefined, 0, 'soon', '2026-13-45T00:00:00Z'])(
  'says nothing about %j',
  (given) => {
    expect(toInstant(given)).toBeNull()
  },
)

it('reads numbers, flags and ids whether or not they are text', () => {
  expect([count.parse('-1,250.50'), count.parse(3), count.parse(null), count.parse('x')]).toEqual([
    -1250.5, 3, 0, 0,
  ])
  expect([maybeCount.parse('0'), maybeCount.parse(''), maybeCount.parse(undefined)]).toEqual([0, null, null])
  expect(['true', true, 1, '1'].map((value) => flag.parse(value))).toEqual([true, true, true, true])
  expect(['false', false, 0, null].map((value) => flag.parse(value))).toEqual([false, false, false, false])
  expect([id.parse(12), id.parse('9560694402190001'), id.parse('null'), id.parse(0)]).toEqual([
    '12',
    '9560694402190001',
    '',
    '',
  ])
})
