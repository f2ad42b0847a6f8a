import { readFileSync } from 'node:fs'
import { gcm } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { open, seal, TAG_LENGTH } from './aead.ts'
import { DecryptError } from './decrypt-error.ts'

interface Vectors<Row> {
  cases: readonly Row[]
}
const load = <Row>(name: string): readonly Row[] =>
  (JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')) as Vectors<Row>).cases
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

type Cavp = [key: string, nonce: string, plain: string, aad: string, ciphertext: string, tag: string]
type Wycheproof = [
  id: number,
  comment: string,
  ...inputs: [key: string, nonce: string, plain: string, aad: string, ciphertext: string, tag: string],
  result: 'valid' | 'invalid',
]

const isRefused = (fn: () => unknown): boolean => {
  try {
    fn()
    return false
  } catch (error) {
    return error instanceof DecryptError && error.reason === 'tampered'
  }
}

describe('AES-256-GCM', () => {
  it('agrees with all 375 NIST CAVP cases, sealing and opening', () => {
    const cases = load<Cavp>('cavp-aes-256-gcm.json')
    expect(cases).toHaveLength(375)
    for (const [key, nonce, plain, aad, ciphertext, tag] of cases) {
      const sealed = ciphertext + tag
      expect(seal(hex(key), hex(nonce), hex(aad), hex(plain)).toString('hex')).toBe(sealed)
      expect(open(hex(key), hex(nonce), hex(aad), hex(sealed)).toString('hex')).toBe(plain)
    }
  })

  it('agrees with all 66 Wycheproof cases, forged ones refused', () => {
    const cases = load<Wycheproof>('wycheproof-aes-256-gcm.json')
    expect(cases).toHaveLength(66)
    const seen = { valid: 0, invalid: 0 }
    for (const [id, comment, key, nonce, plain, aad, ciphertext, tag, result] of cases) {
      const sealed = ciphertext + tag
      seen[result] += 1
      if (result === 'valid') {
        expect(open(hex(key), hex(nonce), hex(aad), hex(sealed)).toString('hex'), `${id} ${comment}`).toBe(
          plain,
        )
        expect(seal(hex(key), hex(nonce), hex(aad), hex(plain)).toString('hex'), `${id}`).toBe(sealed)
      } else {
        const refused = isRefused(() => open(hex(key), hex(nonce), hex(aad), hex(sealed)))
        expect(refused, `${id} ${comment}`).toBe(true)
      }
    }
    expect(seen.valid).toBeGreaterThan(0)
    expect(seen.invalid).toBeGreaterThan(0)
  })

  it('agrees with an independent implementation on anything', () => {
    const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
      fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(bytes(32), bytes(12), fc.uint8Array(), fc.uint8Array(), (key, nonce, aad, plain) => {
        const ours = seal(Buffer.from(key), Buffer.from(nonce), Buffer.from(aad), Buffer.from(plain))
        expect(ours).toEqual(Buffer.from(gcm(key, nonce, aad).encrypt(plain)))
      }),
      { numRuns: 300 },
    )
  })

  it.each([0, 4, 8, 12, 13, 14, 15])('T4: refuses a tag cut to %i bytes', (length) => {
    const [key, nonce, aad] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2), Buffer.from('aad')]
    const sealed = seal(key, nonce, aad, Buffer.from('rahasia'))
    const cut = sealed.subarray(0, sealed.length - TAG_LENGTH + length)
    expect(isRefused(() => open(key, nonce, aad, cut))).toBe(true)
  })
})
