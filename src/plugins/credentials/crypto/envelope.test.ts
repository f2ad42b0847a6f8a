import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { DecryptError } from './decrypt-error.ts'
import type { FieldPlace } from './envelope.ts'
import { MAX_VALUE_BYTES, openValue, sealValue } from './envelope.ts'
import { readKeyName } from './frame.ts'

// Made once with another implementation (Python's cryptography): if this fails, stored secrets no longer open.
const FROZEN = {
  key: Buffer.from('82a1b2eea8728d47274e7a5e70fa40a9b958ae748e2ddc0418dbc2d0623b1400', 'hex'),
  name: { keyId: '0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b', keyVersion: 7 },
  place: {
    organisationId: '11111111-2222-4333-8444-555555555555',
    slug: 'pasar',
    recordId: 'integration:66666666-7777-4888-8999-aaaaaaaaaaaa',
    field: 'app_secret',
    version: 3,
  },
  value: 'kunci-rahasia-toko-é-🔑',
  envelope: Buffer.from(
    '4352443101010190a3c45b6d7e8f8a9b0c1d2e3f4a5b000000076465666768696a6b6c6d6e6f583208a29606ddbc86fd8c127695cacc' +
      '3256c48152d80a9ae0d32295e51562d28eb4468785697406494c4665cbee93de14e83dec5461ec0c0bb500101a56acdd96124c18fdb4' +
      '9edf7b380564ddb55a8f',
    'hex',
  ),
}

const reasonOf = (fn: () => unknown): string => {
  try {
    fn()
  } catch (error) {
    if (error instanceof DecryptError) return error.reason
    throw error
  }
  return 'opened'
}

/** Well-formed text of any script, empty included. */
const anyValue = fc.string({ unit: 'binary', maxLength: 300 })
const anyPlace: fc.Arbitrary<FieldPlace> = fc.record({
  organisationId: fc.uuid(),
  slug: fc.string({ maxLength: 12 }),
  recordId: fc.string({ maxLength: 50 }),
  field: fc.string({ maxLength: 20 }),
  version: fc.integer({ min: 1, max: 0x7fffffff }),
})

describe('credential envelope', () => {
  it('opens the frozen envelope', () => {
    expect(openValue(FROZEN.key, FROZEN.place, FROZEN.envelope)).toBe(FROZEN.value)
    expect(readKeyName(FROZEN.envelope)).toEqual(FROZEN.name)
  })

  it('seals to the layout of the frozen envelope, under a nonce of its own', () => {
    const sealed = sealValue(FROZEN.key, FROZEN.name, FROZEN.place, FROZEN.value)
    const again = sealValue(FROZEN.key, FROZEN.name, FROZEN.place, FROZEN.value)
    expect(sealed.subarray(0, 26)).toEqual(FROZEN.envelope.subarray(0, 26))
    expect(sealed.length).toBe(FROZEN.envelope.length)
    expect(sealed.subarray(26, 38)).not.toEqual(again.subarray(26, 38))
    expect(openValue(FROZEN.key, FROZEN.place, sealed)).toBe(FROZEN.value)
  })

  it('gives back any text, sealed for any place', () => {
    const key = randomBytes(32)
    fc.assert(
      fc.property(anyValue, anyPlace, (value, place) => {
        expect(openValue(key, place, sealValue(key, FROZEN.name, place, value))).toBe(value)
      }),
      { numRuns: 3_000 },
    )
  })

  it('hides the length in 64-byte steps up to 4 KB, and pads nothing above', () => {
    const bodyOf = (length: number): number =>
      sealValue(FROZEN.key, FROZEN.name, FROZEN.place, 'x'.repeat(length)).length - 54
    expect([0, 1, 62, 63, 126, 127].map(bodyOf)).toEqual([64, 64, 64, 128, 128, 192])
    expect([4094, 4095, 4096, 4097, MAX_VALUE_BYTES].map(bodyOf)).toEqual([4096, 4160, 4160, 4099, 65537])
    for (const length of [0, 62, 63, 4094, 4096, 4097, 4158, 4160, MAX_VALUE_BYTES]) {
      const value = 'x'.repeat(length)
      const sealed = sealValue(FROZEN.key, FROZEN.name, FROZEN.place, value)
      expect(openValue(FROZEN.key, FROZEN.place, sealed)).toBe(value)
    }
  })

  it('refuses text it could not give back', () => {
    const seal = (value: string) => () => sealValue(FROZEN.key, FROZEN.name, FROZEN.place, value)
    expect(seal('x'.repeat(MAX_VALUE_BYTES + 1))).toThrow(RangeError)
    expect(seal('\ud800')).toThrow(RangeError)
  })
})

describe('T3: tampering', () => {
  const sealed = sealValue(FROZEN.key, FROZEN.name, FROZEN.place, FROZEN.value)
  const open = (envelope: Buffer, place = FROZEN.place, key = FROZEN.key): string =>
    reasonOf(() => openValue(key, place, envelope))

  it('rejects every single flipped bit', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const forged = Buffer.from(sealed)
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(open(forged)).toBe(bit < 6 * 8 ? 'unknown_format' : 'tampered')
    }
  })

  it('rejects every truncation and extension', () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(open(sealed.subarray(0, length))).not.toBe('opened')
      expect(open(sealed.subarray(sealed.length - length))).not.toBe('opened')
      expect(open(Buffer.concat([sealed, Buffer.alloc(length + 1)]))).not.toBe('opened')
    }
  })

  it('rejects 8,000 random mutations of bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 8,
        }),
        (mutations) => {
          const forged = Buffer.from(sealed)
          for (const [at, mask] of mutations) forged.writeUInt8(forged.readUInt8(at) ^ mask, at)
          fc.pre(!forged.equals(sealed))
          expect(open(forged)).not.toBe('opened')
        },
      ),
      { numRuns: 8_000 },
    )
  })

  it('rejects 6,000 moves to another place: organisation, adapter, record, field or version', () => {
    fc.assert(
      fc.property(
        anyPlace,
        anyPlace,
        fc.subarray(['organisationId', 'slug', 'recordId', 'field', 'version'] as const, { minLength: 1 }),
        (place, other, parts) => {
          const moved = { ...place, ...Object.fromEntries(parts.map((part) => [part, other[part]])) }
          fc.pre(parts.some((part) => place[part] !== other[part]))
          const envelope = sealValue(FROZEN.key, FROZEN.name, place, 'v')
          expect(open(envelope, moved)).toBe('tampered')
        },
      ),
      { numRuns: 6_000 },
    )
  })

  it('rejects a boundary shifted between neighbouring parts', () => {
    const envelope = sealValue(FROZEN.key, FROZEN.name, { ...FROZEN.place, slug: 'ab', recordId: 'c' }, 'v')
    expect(open(envelope, { ...FROZEN.place, slug: 'a', recordId: 'bc' })).toBe('tampered')
  })

  it('rejects an older version put back (T23)', () => {
    const v1 = sealValue(FROZEN.key, FROZEN.name, { ...FROZEN.place, version: 1 }, 'old')
    expect(open(v1, { ...FROZEN.place, version: 2 })).toBe('tampered')
  })

  it('rejects another key', () => {
    expect(open(sealed, FROZEN.place, randomBytes(32))).toBe('tampered')
  })

  it.each([4, 8, 12, 13, 14, 15])('rejects a valid tag cut to %i bytes (T4)', (tagLength) => {
    const forged = sealed.subarray(0, sealed.length - 16 + tagLength)
    expect(open(forged)).not.toBe('opened')
    const decipher = createDecipheriv('aes-256-gcm', FROZEN.key, sealed.subarray(26, 38), {
      authTagLength: 16,
    })
    expect(() => decipher.setAuthTag(sealed.subarray(-16).subarray(0, tagLength))).toThrow()
  })

  it('rejects a genuine frame whose inside is not ours', () => {
    const header = sealed.subarray(0, 38)
    const parts = ['organisationId', 'slug', 'recordId', 'field', 'version'] as const
    const aad = Buffer.concat([
      Buffer.from('cred/v1/field\0'),
      header,
      ...parts.flatMap((part) => {
        const bytes = Buffer.from(String(FROZEN.place[part]))
        return [Buffer.from([0, 0, 0, bytes.length]), bytes]
      }),
    ])
    const frame = (body: Buffer): Buffer => {
      const cipher = createCipheriv('aes-256-gcm', FROZEN.key, header.subarray(26), { authTagLength: 16 })
      cipher.setAAD(aad)
      return Buffer.concat([header, cipher.update(body), cipher.final(), cipher.getAuthTag()])
    }
    const body = (length: number, size: number, last = 0): Buffer => {
      const bytes = Buffer.alloc(size)
      bytes.writeUInt16BE(length)
      bytes[size - 1] = last
      return bytes
    }
    expect(open(frame(body(5, 64)))).toBe('opened')
    expect(open(frame(body(5, 128)))).toBe('unknown_format')
    expect(open(frame(body(63, 64)))).toBe('unknown_format')
    expect(open(frame(body(5, 64, 1)))).toBe('unknown_format')
    expect(open(frame(body(65535, 64)))).toBe('unknown_format')
  })

  it('says the same in public whatever the reason', () => {
    const messages = (['wrong_key', 'tampered', 'unknown_format', 'key_destroyed'] as const).map(
      (reason) => new DecryptError(reason).message,
    )
    expect(new Set(messages).size).toBe(1)
  })
})
