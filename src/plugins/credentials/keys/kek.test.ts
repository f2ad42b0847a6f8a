import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'

import { commitmentOf, deriveKeys, fingerprintOf } from './derive.ts'
import { MasterKeyError, masterKeysFromEnv } from './kek.ts'

const key = (): string => randomBytes(32).toString('base64')
const good = { CRED_KEK_k1: key(), CRED_KEK_ACTIVE: 'k1', PAYLOAD_SECRET: 'a payload secret' }
const utf8Secret = 'exactly-32-characters-long-text!'

describe('master keys from the environment', () => {
  it('takes every key that is set, and the active one for new wraps', async () => {
    const keks = masterKeysFromEnv({ ...good, CRED_KEK_old: `${key()}\n`, CRED_KEK_empty: '' })
    expect(keks.kekIds).toEqual(['k1', 'old'])
    expect(keks.activeKekId).toBe('k1')
    await expect(keks.health()).resolves.toBeUndefined()
  })

  it.each([
    ['none at all', {}, 'CRED_KEK_<id>'],
    ['an empty one only', { CRED_KEK_k1: '', CRED_KEK_ACTIVE: 'k1' }, 'CRED_KEK_<id>'],
    ['no active one named', { CRED_KEK_k1: key() }, 'CRED_KEK_ACTIVE'],
    ['an active one that is not set', { CRED_KEK_k1: key(), CRED_KEK_ACTIVE: 'k2' }, 'CRED_KEK_k2'],
    ['16 bytes', { ...good, CRED_KEK_k1: randomBytes(16).toString('base64') }, 'CRED_KEK_k1'],
    ['33 bytes', { ...good, CRED_KEK_k1: randomBytes(33).toString('base64') }, 'CRED_KEK_k1'],
    ['hex', { ...good, CRED_KEK_k1: randomBytes(32).toString('hex') }, 'CRED_KEK_k1'],
    ['words', { ...good, CRED_KEK_k1: 'change me please' }, 'CRED_KEK_k1'],
    ['a short spare key', { ...good, CRED_KEK_old: 'AAAA' }, 'CRED_KEK_old'],
    ['all equal bytes', { ...good, CRED_KEK_k1: Buffer.alloc(32, 7).toString('base64') }, 'CRED_KEK_k1'],
    ['the payload secret', { ...good, PAYLOAD_SECRET: good.CRED_KEK_k1 }, 'PAYLOAD_SECRET'],
    [
      'the payload secret in base64',
      { ...good, CRED_KEK_k1: Buffer.from(utf8Secret).toString('base64'), PAYLOAD_SECRET: utf8Secret },
      'PAYLOAD_SECRET',
    ],
  ])('refuses %s in one sentence naming the variable', (_, env, named) => {
    const read = (): unknown => masterKeysFromEnv(env)
    expect(read).toThrow(MasterKeyError)
    expect(read).toThrow(named)
    try {
      read()
    } catch (error) {
      const { message } = error as Error
      expect(message).toMatch(/^[^.]+(\.[^ ][^.]*)*\.$/)
      for (const value of Object.values(env).filter((v) => v.length > 8)) expect(message).not.toContain(value)
    }
  })

  it('does not print its keys', () => {
    expect(inspect(masterKeysFromEnv(good), { depth: 9, showHidden: true })).not.toContain(good.CRED_KEK_k1)
  })
})

describe('wrapping', () => {
  const context = {
    organisationId: '11111111-2222-4333-8444-555555555555',
    keyId: '0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b',
    keyVersion: 7,
  }
  const dek = Buffer.from(Array.from({ length: 32 }, (_, i) => i))
  const keks = masterKeysFromEnv({
    CRED_KEK_k1: Buffer.from(Array.from({ length: 32 }, (_, i) => 32 + i)).toString('base64'),
    CRED_KEK_ACTIVE: 'k1',
  })

  it('opens the frozen wrapped key', async () => {
    // Made once with another implementation (Python's cryptography).
    const wrapped = Buffer.from(
      '4352443101010190a3c45b6d7e8f8a9b0c1d2e3f4a5b00000007c8c9cacbcccdcecfd0d1d2d3a548ace1b753a4c5569689e6ee750bdb' +
        '81d5216dc5e76ee645ec3fe1d56e7ba7eec97675592464223aa4db3360d8b65b',
      'hex',
    )
    expect(await keks.unwrap(wrapped, 'k1', context)).toEqual(dek)
  })

  it('derives the frozen keys, commitment and fingerprint', () => {
    const keys = deriveKeys(dek)
    expect(keys.enc.toString('hex')).toBe('82a1b2eea8728d47274e7a5e70fa40a9b958ae748e2ddc0418dbc2d0623b1400')
    expect(keys.fp.toString('hex')).toBe('656a285bed340c381b9610eec7939770d31e0366e1bed6cc6129004c2774feef')
    expect(keys.totp.toString('hex')).toBe('8eab3e8ccaef92d64f3e173e6ebd3bb984fbef2daa984ab430fec1edc5e20545')
    expect(commitmentOf(dek, context).toString('hex')).toBe(
      '2b02b48e9ce0e1eb25baabc684c28127f16e8b1db009236c57f59a83ea6f8297',
    )
    expect(fingerprintOf(keys, 'pasar', 'app_secret', 'abc').toString('hex')).toBe(
      '50cd1c6b8986a22b41f5d84d53d2b117',
    )
  })

  it('opens for the same organisation, key, version and master key only', async () => {
    const { blob, kekId } = await keks.wrap(dek, context)
    expect(kekId).toBe('k1')
    expect(await keks.unwrap(blob, kekId, context)).toEqual(dek)
    const wrong = [
      { ...context, organisationId: '99999999-2222-4333-8444-555555555555' },
      { ...context, keyId: '9990a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b' },
      { ...context, keyVersion: 8 },
    ]
    for (const other of wrong) {
      await expect(keks.unwrap(blob, kekId, other)).rejects.toMatchObject({ reason: 'wrong_key' })
    }
    const strangers = masterKeysFromEnv({ ...good })
    await expect(strangers.unwrap(blob, 'k1', context)).rejects.toMatchObject({ reason: 'wrong_key' })
    await expect(keks.unwrap(blob, 'k9', context)).rejects.toMatchObject({ reason: 'wrong_key' })
    await expect(keks.wrap(dek, context, 'k9')).rejects.toThrow(MasterKeyError)
    await expect(keks.unwrap(blob.subarray(1), 'k1', context)).rejects.toMatchObject({
      reason: 'unknown_format',
    })
  })
})
