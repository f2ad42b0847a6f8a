import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { credentialField, type IntegrationAdapter } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { checkShape } from './shape.ts'

const meta = (name: string) => ({
  label: text(name, `${name} (en)`),
  help: text('-', '-'),
  invalid: text(`${name} salah.`, `${name} is wrong.`),
})
const adapter = {
  credentials: z.object({
    number: z
      .string()
      .trim()
      .regex(/^\d{4,9}$/)
      .register(credentialField, meta('Nomor')),
    secret: z
      .string()
      .trim()
      .regex(/^[!-~]{6,40}$/)
      .register(credentialField, meta('Rahasia')),
    extra: z
      .string()
      .regex(/^$|^x{3}$/)
      .register(credentialField, meta('Tambahan'))
      .optional(),
  }),
} as Partial<IntegrationAdapter> as IntegrationAdapter

const finding = (values: Record<string, string>) => checkShape(adapter, values).finding

describe('the form of typed values', () => {
  it('takes what has the right form, tidied', () => {
    expect(checkShape(adapter, { number: ' 12345 ', secret: 'abcdefgh' }).values).toEqual({
      number: '12345',
      secret: 'abcdefgh',
    })
  })

  it('says of two values in each other’s place that they look swapped, in both languages', () => {
    const found = finding({ number: 'abcdefgh', secret: ' 1234567 ' })
    expect(found).toMatchObject({ cause: 'invalid_format', fields: ['number', 'secret'] })
    expect(found?.explanation?.what).toEqual({
      id: 'Nomor dan Rahasia tampaknya tertukar.',
      en: 'Nomor (en) and Rahasia (en) seem to be swapped.',
    })
    expect(found?.explanation?.remedy.id).toContain('Tukar')
    expect(found?.fieldErrors.secret?.id).toContain('tertukar dengan Nomor')
    expect(found?.fieldErrors.number?.en).toContain('swapped with Rahasia (en)')
  })

  it('does not call one wrong value swapped, nor one that fits neither', () => {
    expect(finding({ number: 'abcdefgh', secret: 'ijklmnop' })).toMatchObject({
      fields: ['number'],
      fieldErrors: { number: { id: 'Nomor salah.' } },
    })
    expect(finding({ number: 'ab', secret: '12345' })?.explanation?.what.id).not.toContain('tertukar')
    expect(finding({ number: 'abcdefgh' })?.explanation?.what.id).not.toContain('tertukar')
  })

  it('says what was pasted by mistake, without repeating it', () => {
    const found = finding({ number: '"12345"', secret: 'abcdefgh' })
    expect(found?.fieldErrors.number?.id).toContain('kutip')
    expect(JSON.stringify(found)).not.toContain('12345')
  })

  it('refuses what lacks a certain form, and lets pass what is only unusual', () => {
    const strict = {
      credentials: z.object({
        code: z.string().register(credentialField, {
          ...meta('Kode'),
          usual: [{ prefix: 'k_', alphabet: 'digits', checksum: 'luhn', certain: true }],
        }),
        key: z
          .string()
          .register(credentialField, { ...meta('Kunci'), usual: [{ lengths: [64], alphabet: 'hex' }] }),
      }),
    } as Partial<IntegrationAdapter> as IntegrationAdapter
    expect(checkShape(strict, { code: 'k_79927398713', key: 'short' }).finding).toBeNull()
    expect(checkShape(strict, { code: 'k_79927398710', key: 'short' }).finding).toMatchObject({
      cause: 'invalid_format',
      fields: ['code'],
      fieldErrors: { code: { id: expect.stringContaining('Huruf pemeriksa') } },
    })
    expect(checkShape(strict, { code: '79927398713', key: 'short' }).finding?.fields).toEqual(['code'])
  })

  it('says nothing while both fit where they are', () => {
    expect(finding({ number: '123456', secret: '7654321' })).toBeNull()
  })
})
