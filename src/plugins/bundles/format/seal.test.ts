import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../audit/canonical.ts'
import { entryFor, headerFor, madeBundle, NOW } from '../testing/bundles.ts'
import { BundleError } from './bundle-error.ts'
import { MAX_BUNDLE_BYTES, type Bundle, type Entry } from './manifest.ts'
import { openBundle, parseBundle, sealBundle } from './seal.ts'

const read = (text: string, secret: Buffer, now = NOW): Entry[] => openBundle(parseBundle(text, now), secret)
const faultOf = (text: string, secret: Buffer, now = NOW): string => {
  try {
    read(text, secret, now)
    return 'opened'
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    return error.fault
  }
}
const bundleOf = (text: string): Bundle => JSON.parse(text) as Bundle
const hashOf = (entry: string): string =>
  createHash('sha256').update(Buffer.from(entry, 'base64url')).digest('base64url')

describe('a bundle', () => {
  it('gives back what was put in, in its order, and shows none of it', () => {
    const { secret, entries, text } = madeBundle(['shopee', 'lazada', 'smtp'])
    expect(read(text, secret)).toEqual(entries)
    for (const { adapter, fields } of entries) {
      expect(text).not.toContain(adapter)
      for (const { name, value } of fields) {
        expect(text).not.toContain(name)
        expect(text).not.toContain(value)
        expect(text).not.toContain(Buffer.from(value).toString('base64url'))
      }
    }
  })

  it('does not tell by its length how long a key is', () => {
    const secret = randomBytes(32)
    const lengths = [12, 40, 200].map((length) => {
      const fields = [{ name: 'appKey', value: 'k'.repeat(length) }]
      return sealBundle(headerFor(1), [entryFor('shopee', { fields })], secret).length
    })
    expect(new Set(lengths).size).toBe(1)
  })

  it('is valid for 24 hours', () => {
    const { secret, text } = madeBundle(['shopee'])
    const after = (ms: number): Date => new Date(NOW.getTime() + ms)
    expect(faultOf(text, secret, after(24 * 3_600_000 - 1))).toBe('opened')
    expect(faultOf(text, secret, after(24 * 3_600_000))).toBe('expired')
    expect(faultOf(text, secret, after(-4 * 60_000))).toBe('opened')
    expect(faultOf(text, secret, after(-6 * 60_000))).toBe('not_yet')
  })

  it('tells a wrong passphrase from a changed file, and a newer format from nonsense', () => {
    const { secret, text } = madeBundle(['shopee'])
    expect(faultOf(text, randomBytes(32))).toBe('wrong_passphrase')
    const bundle = bundleOf(text)
    const renamed = {
      ...bundle,
      manifest: { ...bundle.manifest, organisation: { ...bundle.manifest.organisation, name: 'Lain' } },
    }
    expect(faultOf(canonicalJson(renamed), secret)).toBe('tampered')
    expect(faultOf(canonicalJson({ ...bundle, manifest: { ...bundle.manifest, version: 2 } }), secret)).toBe(
      'too_new',
    )
    expect(faultOf('not json', secret)).toBe('unreadable')
    expect(faultOf(`${text}\n`, secret)).toBe('opened')
    expect(faultOf(text.padEnd(MAX_BUNDLE_BYTES + 1), secret)).toBe('too_large')
  })

  it('refuses every changed bit, wherever it is (2,500 cases)', () => {
    const { secret, text } = madeBundle(['shopee', 'lazada'])
    const bytes = Buffer.from(text)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at)
        const fault = faultOf(changed.toString('utf8'), secret)
        expect(['unreadable', 'tampered', 'wrong_passphrase', 'too_new', 'expired', 'not_yet']).toContain(
          fault,
        )
      }),
      { numRuns: 2_500 },
    )
  })

  it('refuses entries that were exchanged, dropped, added, moved or doubled, hashes corrected or not (1,000 cases)', () => {
    const secret = randomBytes(32)
    const names = ['shopee', 'lazada', 'smtp', 's3']
    const one = bundleOf(
      sealBundle(
        headerFor(4),
        names.map((name) => entryFor(name)),
        secret,
      ),
    )
    const other = bundleOf(
      sealBundle(
        headerFor(4),
        names.map((name) => entryFor(name)),
        secret,
      ),
    )
    expect(faultOf(canonicalJson(one), secret)).toBe('opened')
    const position = fc.nat(3)
    const change = fc.oneof(
      fc.record({ kind: fc.constantFrom('exchange', 'drop', 'double'), at: position, to: position }),
      fc
        .record({ kind: fc.constantFrom('move', 'add'), at: position, to: position })
        .filter(({ kind, at, to }) => kind === 'add' || at !== to),
    )
    fc.assert(
      fc.property(change, fc.boolean(), fc.boolean(), ({ kind, at, to }, correctHashes, correctCount) => {
        const entries = [...one.entries]
        const [foreign = ''] = other.entries.slice(to, to + 1)
        if (kind === 'exchange') entries.splice(at, 1, foreign)
        if (kind === 'drop') entries.splice(at, 1)
        if (kind === 'double') entries.splice(to, 0, ...entries.slice(at, at + 1))
        if (kind === 'add') entries.splice(at, 0, foreign)
        if (kind === 'move') entries.splice(to, 0, ...entries.splice(at, 1))
        const manifest = {
          ...one.manifest,
          ...(correctHashes ? { entries: entries.map(hashOf) } : {}),
          ...(correctCount ? { count: entries.length } : {}),
        }
        expect(['tampered', 'unreadable']).toContain(
          faultOf(canonicalJson({ ...one, manifest, entries }), secret),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('refuses another seal, commitment or header of the same key', () => {
    const secret = randomBytes(32)
    const make = () => bundleOf(sealBundle(headerFor(2), [entryFor('shopee'), entryFor('smtp')], secret))
    const [one, other] = [make(), make()]
    for (const part of ['id', 'createdAt', 'expiresAt', 'organisation', 'protection', 'entries'] as const) {
      const moved = new Date(NOW.getTime() + 1_000)
      const value = part === 'createdAt' || part === 'expiresAt' ? moved.toISOString() : other.manifest[part]
      const changed = canonicalJson({ ...one, manifest: { ...one.manifest, [part]: value } })
      expect([part, faultOf(changed, secret)]).not.toEqual([part, 'opened'])
    }
    expect(faultOf(canonicalJson({ ...one, seal: other.seal }), secret)).toBe('tampered')
    expect(faultOf(canonicalJson({ ...one, manifest: other.manifest }), secret)).toBe('tampered')
  })

  it('takes nothing from an authentic stranger that is not an entry', () => {
    const bad: unknown[] = [
      { adapter: '__proto__', environment: 'live', fields: [{ name: 'a', value: 'b' }] },
      { adapter: 'shopee', environment: 'live', fields: [{ name: '__proto__', value: 'b' }] },
      { adapter: 'shopee', environment: 'live', fields: [{ name: 'constructor', value: 'b' }] },
      {
        adapter: 'shopee',
        environment: 'live',
        fields: [
          { name: 'a', value: 'b' },
          { name: 'a', value: 'c' },
        ],
      },
      { adapter: 'shopee', environment: 'live', fields: [{ name: 'a', value: 'b', extra: 1 }] },
      { adapter: 'shopee', environment: 'live', fields: [] },
      { adapter: 'shopee', environment: 'live', fields: [{ name: 'a', value: 'x'.repeat(70_000) }] },
      ['shopee'],
      null,
    ]
    for (const each of bad) {
      const secret = randomBytes(32)
      expect(faultOf(sealBundle(headerFor(1), [each as Entry], secret), secret)).toBe('unreadable')
    }
    const secret = randomBytes(32)
    const twice = sealBundle(headerFor(2), [entryFor('shopee'), entryFor('shopee')], secret)
    expect(faultOf(twice, secret)).toBe('unreadable')
    expect(Object.hasOwn(Object.prototype, 'b')).toBe(false)
  })
})
