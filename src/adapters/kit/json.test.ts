import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, writeJson } from './json.ts'

describe('parseJson', () => {
  it.each([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":-9007199254740993}', { id: '-9007199254740993' }],
    ['[18446744073709551615,1]', ['18446744073709551615', 1]],
    ['9007199254740992', '9007199254740992'],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"a":"9007199254740993, 9007199254740993"}', { a: '9007199254740993, 9007199254740993' }],
    ['{"9007199254740993":1}', { '9007199254740993': 1 }],
    ['{"a":"\\"9007199254740993","b":9007199254740993}', { a: '"9007199254740993', b: '9007199254740993' }],
    ['{"a":"\\\\","b":[ 9007199254740993 ]}', { a: '\\', b: ['9007199254740993'] }],
    ['[1.12345678901234567890,1234567890123456e2]', [1.1234567890123457, 123456789012345600]],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toEqual(expected)
  })

  it.each([
    '',
    '{',
    '[01234567890123456789]',
    '"abc\\12345678901234567890',
    '12345678901234567890 1',
    '<html>',
  ])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  it('differs from JSON.parse in nothing but big integers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 2 }), (value, indent) => {
        const text = JSON.stringify([value, '12345678901234567890'], null, indent)
        const expected: unknown = JSON.parse(text, (_key, each: unknown) =>
          Number.isInteger(each) && !Number.isSafeInteger(each) && Math.abs(each as number) < 1e21
            ? String(each)
            : each,
        )
        expect(parseJson(text)).toEqual(expected)
      }),
    )
  })

  it('keeps every integer of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), (id) => {
        const parsed = parseJson(`{"id": ${id} }`) as { id: string | number }
        expect(String(parsed.id)).toBe(id.toString())
      }),
    )
  })
})

describe('writeJson', () => {
  it('writes a bigint with all its digits', () => {
    expect(writeJson({ id: 18446744073709551615n, list: [1n, undefined], skip: undefined, none: null })).toBe(
      '{"id":18446744073709551615,"list":[1,null],"none":null}',
    )
  })

  it('agrees with JSON.stringify on ordinary values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(writeJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
