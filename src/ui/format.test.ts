import { describe, expect, it } from 'vitest'
import {
  formatChange,
  formatDay,
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumber,
  formatRelative,
  startOfDay,
  zoneLabel,
} from './format.ts'

const at = (text: string) => new Date(text)

describe('numbers and money', () => {
  it('groups thousands with dots', () => {
    expect(formatNumber(1_250_000)).toBe('1.250.000')
    expect(formatMoney(1_250_000)).toBe('Rp1.250.000')
    expect(formatMoney(0)).toBe('Rp0')
    expect(formatMoney(-5_000)).toBe('−Rp5.000')
    expect(formatMoney(1_200, 'SGD')).toBe('SGD 1.200')
  })

  it('gives every change its sign', () => {
    expect([3, -1_500, 0].map(formatChange)).toEqual(['+3', '−1.500', '0'])
  })
})

describe('instants', () => {
  const instant = '2026-11-22T16:15:00Z'

  it.each([
    ['Asia/Jakarta', '22 Nov 2026, 23.15 WIB'],
    ['Asia/Makassar', '23 Nov 2026, 00.15 WITA'],
    ['Asia/Jayapura', '23 Nov 2026, 01.15 WIT'],
  ])('are shown in %s', (timeZone, expected) => {
    expect(formatInstant(instant, { language: 'id', timeZone })).toBe(expected)
  })

  it('are shown in English with a colon', () => {
    expect(formatInstant(instant, { language: 'en', timeZone: 'Asia/Jakarta' })).toBe(
      '22 Nov 2026, 23:15 WIB',
    )
    expect(formatDay(instant, { language: 'en', timeZone: 'Asia/Jayapura' })).toBe('23 Nov 2026')
  })

  it('fall back to Jakarta', () => {
    expect(zoneLabel('Mars/Olympus')).toBe('WIB')
    expect(zoneLabel(null)).toBe('WIB')
  })
})

describe('relative times', () => {
  const now = at('2026-11-22T12:00:00Z')

  it.each([
    ['2026-11-22T11:59:30Z', 'baru saja', 'just now'],
    ['2026-11-22T12:00:30Z', 'sebentar lagi', 'in a moment'],
    ['2026-11-22T11:57:00Z', '3 menit lalu', '3 minutes ago'],
    ['2026-11-22T14:10:00Z', '2 jam lagi', 'in 2 hours'],
    ['2026-11-21T11:00:00Z', '1 hari lalu', '1 day ago'],
    ['2026-09-20T12:00:00Z', '2 bulan lalu', '2 months ago'],
    ['2028-11-23T12:00:00Z', '2 tahun lagi', 'in 2 years'],
  ])('%s', (value, id, en) => {
    expect(formatRelative(value, now, 'id')).toBe(id)
    expect(formatRelative(value, now, 'en')).toBe(en)
  })

  it('name lengths of time', () => {
    expect(formatDuration(-7_200_000, 'id')).toBe('2 jam')
    expect(formatDuration(30_000, 'id')).toBe('kurang dari semenit')
  })
})

describe('days', () => {
  it('start at the midnight of the zone', () => {
    const late = at('2026-11-22T17:30:00Z')
    expect(startOfDay(late, 'Asia/Jakarta').toISOString()).toBe('2026-11-22T17:00:00.000Z')
    expect(startOfDay(late, 'Asia/Jayapura').toISOString()).toBe('2026-11-22T15:00:00.000Z')
    expect(startOfDay(late, 'Asia/Jakarta', 1).toISOString()).toBe('2026-11-23T17:00:00.000Z')
  })
})
