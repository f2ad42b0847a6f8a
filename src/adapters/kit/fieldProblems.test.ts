import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { credentialField, type CredentialFieldMeta } from '../contract.ts'
import { fieldProblems } from './fieldProblems.ts'
import { text } from './text.ts'

const problems = (part: Partial<CredentialFieldMeta>): string[] => {
  const meta = { label: text('-', '-'), help: text('-', '-'), invalid: text('-', '-') }
  const key = z.string().register(credentialField, { ...meta, ...part })
  return fieldProblems({ credentials: z.object({ key: key.optional(), bare: z.string() }) })
}

describe('what is declared about a field', () => {
  it.each<[string, Partial<CredentialFieldMeta>, RegExp]>([
    [
      'a field that is none',
      { usual: [{ when: { field: 'host', matches: '' } }] },
      /"host", which is no field/,
    ],
    [
      'a condition that is no expression',
      { usual: [{ when: { field: 'bare', matches: '(' } }] },
      /no regular expression/,
    ],
    ['a place that is no expression', { within: ['([a-z'] }, /no regular expression/],
    ['a place without the value', { within: ['id=\\d+', 'a(?:b)'] }, /has no group/],
    ['a check letter of no alphabet', { usual: [{ checksum: 'luhn' }] }, /needs its alphabet/],
    [
      'a line that is not drawn',
      { where: { url: '', steps: [], sketch: { menu: [], lines: [], line: 0 } } },
      /no line 0/,
    ],
  ])('is told when it cannot work: %s', (_, part, sentence) => {
    expect(problems(part)[0]).toMatch(sentence)
    expect(problems(part)[0]).toMatch(/^field "key": /)
  })

  it('is no complaint when it can', () => {
    expect(
      problems({ within: ['id=(\\d+)'], usual: [{ when: { field: 'bare', matches: '^$' }, lengths: [3] }] }),
    ).toEqual([])
  })
})
