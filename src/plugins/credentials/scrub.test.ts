import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Secret } from './crypto/secret.ts'
import { createScrubber } from './scrub.ts'

const VALUE = 'r4h/asia+ku nci="é"&x'
const scrub = createScrubber([VALUE, new Secret('shpk_1234567890abcdef')])

describe('scrubber', () => {
  const bytes = Buffer.from(VALUE)
  it.each([
    ['raw', VALUE],
    ['JSON', JSON.stringify(VALUE).slice(1, -1)],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['URL', encodeURIComponent(VALUE)],
    ['form', new URLSearchParams({ k: VALUE }).toString().slice(2)],
    ['lower-case URL', encodeURIComponent(VALUE).replace(/%../g, (code) => code.toLowerCase())],
  ])('takes out the %s form', (_, spelling) => {
    expect(scrub(`a ${spelling} b ${spelling}.`)).toBe('a [secret] b [secret].')
  })

  it('takes out a secret inside longer base64, such as basic authentication', () => {
    for (const prefix of ['', 'u', 'us', 'use', 'user:']) {
      for (const suffix of ['', 'x', 'xy']) {
        const text = Buffer.from(`${prefix}shpk_1234567890abcdef${suffix}`).toString('base64')
        expect(scrub(text)).toContain('[secret]')
        expect(Buffer.from(scrub(text).replace('[secret]', ''), 'base64').toString()).not.toContain(
          '1234567890',
        )
      }
    }
  })

  it('leaves other text and very short values alone', () => {
    expect(scrub('order 1234 shipped')).toBe('order 1234 shipped')
    expect(createScrubber(['12'])('order 1234')).toBe('order 1234')
    expect(createScrubber([])('as is')).toBe('as is')
  })

  it('takes out any value, special characters of patterns included', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 60 }), (value) => {
        expect(createScrubber([value])(`<${value}>`)).toBe('<[secret]>')
      }),
      { numRuns: 2_000 },
    )
    const random = randomBytes(24)
    expect(createScrubber([random.toString('base64')])(encodeURIComponent(random.toString('base64')))).toBe(
      '[secret]',
    )
  })
})
