import { describe, expect, it } from 'vitest'
import { reportScrubber } from './scrub.ts'

const scrub = reportScrubber(['nilai-yang-dikenal'], {
  PAYLOAD_SECRET: 'rahasia-payload-yang-panjang',
  DATABASE_URL: 'postgres://kanal:sandi-db@db:5432/kanal',
  CRED_KEK_2026: 'a2V5LWtleS1rZXk=',
  CRED_KEK_ACTIVE: '2026',
  HOME: '/home/kanal',
})

describe('what leaves the house', () => {
  it.each([
    'nilai-yang-dikenal',
    Buffer.from('nilai-yang-dikenal').toString('base64'),
    'rahasia-payload-yang-panjang',
    'a2V5LWtleS1rZXk=',
    'postgres://kanal:sandi-db@db:5432/kanal',
    'redis://:sandi@cache:6379',
    'Bearer abcdefgh12345678',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl',
    'access_token=abc123def',
    '"app_secret":"s3cr3t-v4lue"',
    'partner_key: 4b616e616c2d53616e64',
    'sign=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
    'AKIAIOSFODNN7EXAMPLEwJalrXUtnFEMIK7MDENG',
    'sari@toko.test',
    '+62 812-3456-7890',
    '081234567890',
  ])('carries no %s', (secret) => {
    const clean = scrub(`gagal karena ${secret} tadi`)
    expect(clean).not.toContain(secret)
    expect(clean).toMatch(/^gagal karena .*\[(?:secret|email|number)\].* tadi$/s)
  })

  it('carries nothing of what a statement was to write', () => {
    expect(scrub('Failed query: insert into x values ($1)\nparams: k~tanpa+pola/&,Bu Rini')).toBe(
      'Failed query: insert into x values ($1)\nparams: [cut]',
    )
  })

  it.each([
    'order 1024 of shop 7 was late by 3500 ms',
    'relation "stock_levels" does not exist',
    'src/plugins/orders/apply.ts:42:17',
    '2026-11-22T19:14:19.000Z',
  ])('still says what happened: %s', (text) => {
    expect(scrub(text)).toBe(text)
  })
})
