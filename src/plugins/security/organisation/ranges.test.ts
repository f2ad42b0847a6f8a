import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseRange, normaliseRanges } from './ranges.ts'

describe('normaliseRange', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9/32'],
    [' 203.0.113.9/24 ', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::7/64', '2001:db8::/64'],
    ['::1', '::1/128'],
    ['::ffff:203.0.113.9', '203.0.113.9/32'],
    ['::ffff:203.0.113.9/120', '203.0.113.0/24'],
  ])('%s becomes %s', (typed, range) => expect(normaliseRange(typed)).toBe(range))

  it.each([
    '',
    'kantor',
    '203.0.113',
    '203.0.113.9/33',
    '203.0.113.9/x',
    '1.2.3.4/8/8',
    '010.0.0.1',
    '0x7f.1',
    '::/129',
    '::ffff:1.2.3.4/32',
  ])('%j is no range', (typed) => expect(normaliseRange(typed)).toBeNull())

  it('keeps what it once made', () =>
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        const range = normaliseRange(`${address}/${bits}`)
        expect(range).not.toBeNull()
        expect(normaliseRange(String(range))).toBe(range)
      }),
    ))
})

describe('normaliseRanges', () => {
  it('drops empty lines and repetitions and names what it cannot read', () =>
    expect(normaliseRanges(['10.0.0.1', '', ' 10.0.0.1/32', 'rumah'])).toEqual({
      ranges: ['10.0.0.1/32'],
      broken: ['rumah'],
    }))
})
