import { describe, expect, it } from 'vitest'
import { dayOf, instantOf, localTime, quietUntil } from './clock.ts'

const NIGHT = { from: '22:00', to: '06:00' }
const until = (at: string, zone: string, quiet = NIGHT) =>
  quietUntil(new Date(at), zone, quiet)?.toISOString() ?? null

describe('quietUntil', () => {
  it.each([
    ['Asia/Jakarta', '2026-11-22T15:00:00Z', '2026-11-22T23:00:00.000Z'],
    ['Asia/Makassar', '2026-11-22T15:00:00Z', '2026-11-22T22:00:00.000Z'],
    ['Asia/Jayapura', '2026-11-22T15:00:00Z', '2026-11-22T21:00:00.000Z'],
    ['Asia/Jakarta', '2026-11-22T22:59:00Z', '2026-11-22T23:00:00.000Z'],
  ])('ends in %s for %s at %s', (zone, at, end) => {
    expect(until(at, zone)).toBe(end)
  })

  it('knows the edges: the first minute is quiet, the last is not', () => {
    expect(until('2026-11-22T14:59:59Z', 'Asia/Jakarta')).toBeNull()
    expect(until('2026-11-22T15:00:00Z', 'Asia/Jakarta')).not.toBeNull()
    expect(until('2026-11-22T23:00:00Z', 'Asia/Jakarta')).toBeNull()
  })

  it('takes quiet hours within one day, and none at all', () => {
    expect(until('2026-11-22T06:00:00Z', 'Asia/Jakarta', { from: '12:00', to: '14:00' })).toBe(
      '2026-11-22T07:00:00.000Z',
    )
    expect(until('2026-11-22T06:00:00Z', 'Asia/Jakarta', { from: '08:00', to: '08:00' })).toBeNull()
    expect(quietUntil(new Date(), 'Asia/Jakarta', null)).toBeNull()
  })

  it('crosses the end of a month and of a year', () => {
    expect(until('2026-12-31T16:30:00Z', 'Asia/Jakarta')).toBe('2026-12-31T23:00:00.000Z')
    expect(until('2026-11-30T18:00:00Z', 'Asia/Jakarta')).toBe('2026-11-30T23:00:00.000Z')
  })

  it('ends by the wall clock across changes of clocks', () => {
    // New York, night to 8 March 2026: clocks jump from 02:00 to 03:00, so the night is an hour shorter.
    expect(until('2026-03-08T03:00:00Z', 'America/New_York')).toBe('2026-03-08T10:00:00.000Z')
    // Night to 1 November 2026: clocks go back, so it is an hour longer.
    expect(until('2026-11-01T02:00:00Z', 'America/New_York')).toBe('2026-11-01T11:00:00.000Z')
  })
})

describe('instantOf', () => {
  it('takes the first of two, and moves past a time that does not exist', () => {
    const twice = { year: 2026, month: 11, day: 1, minutes: 90 }
    expect(instantOf(twice, 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z')
    const never = { year: 2026, month: 3, day: 8, minutes: 150 }
    expect(instantOf(never, 'America/New_York').toISOString()).toBe('2026-03-08T07:30:00.000Z')
  })

  it.each(['Asia/Jakarta', 'Asia/Jayapura', 'America/New_York', 'Asia/Kathmandu'])(
    'is the reverse of localTime in %s, at every hour of the day through a year',
    (zone) => {
      for (let hour = 0; hour < 365 * 24; hour += 7) {
        const at = new Date(Date.UTC(2026, 0, 1, hour))
        const back = instantOf(localTime(at, zone), zone)
        expect(localTime(back, zone)).toEqual(localTime(at, zone))
        expect(back.getTime()).toBeLessThanOrEqual(at.getTime())
        expect(at.getTime() - back.getTime()).toBeLessThanOrEqual(3_600_000)
      }
    },
  )
})

it('names the local day', () => {
  expect(dayOf(new Date('2026-11-22T16:59:00Z'), 'Asia/Jakarta')).toBe('2026-11-22')
  expect(dayOf(new Date('2026-11-22T17:00:00Z'), 'Asia/Jakarta')).toBe('2026-11-23')
})
