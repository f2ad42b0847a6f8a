import { randomBytes, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { openValue, sealValue, type FieldPlace } from '../crypto/envelope.ts'
import { cryptoCounts, type CryptoCounts } from '../metrics.ts'
import { exposition, figuresOf, type ProcessCounts } from './crypto-figures.ts'

const place: FieldPlace = {
  organisationId: randomUUID(),
  slug: 'pasar',
  recordId: randomUUID(),
  field: 'app_key',
  version: 1,
}
const VALUE = 'nilai-rahasia-uji-4711'
const calls = ({ operations }: CryptoCounts, operation: 'seal' | 'open'): number =>
  operations[operation].buckets.reduce((total, each) => total + each, 0)
const of = (processId: string, role: 'web' | 'worker', counts: CryptoCounts): ProcessCounts => ({
  processId,
  role,
  counts,
})

it('counts what is sealed and opened, and what fails by its cause', () => {
  const key = randomBytes(32)
  const before = cryptoCounts()
  const envelope = sealValue(key, { keyId: randomUUID(), keyVersion: 1 }, place, VALUE)
  expect(openValue(key, place, envelope)).toBe(VALUE)
  expect(() => openValue(key, { ...place, field: 'other' }, envelope)).toThrow()
  expect(() => openValue(key, place, Buffer.alloc(3))).toThrow()
  const after = cryptoCounts()
  expect(calls(after, 'seal') - calls(before, 'seal')).toBe(1)
  expect(calls(after, 'open') - calls(before, 'open')).toBe(3)
  const failures = (kind: string): number =>
    (after.operations.open.failures[kind] ?? 0) - (before.operations.open.failures[kind] ?? 0)
  expect([failures('tampered'), failures('unknown_format')]).toEqual([1, 1])
  expect(JSON.stringify(after)).not.toContain(VALUE)
})

it('adds processes up for a person, and says bounds that calls stay within', () => {
  const one = cryptoCounts()
  const slots = one.operations.open.buckets.map(() => 0)
  const counts = (first: number, last: number, hits: number): CryptoCounts => ({
    operations: {
      ...one.operations,
      open: { buckets: [first, ...slots.slice(2), last], totalMs: 1, failures: { tampered: last } },
      wrap: { buckets: slots, totalMs: 0, failures: {} },
    },
    cache: { hits, misses: 1 },
  })
  const { operations, cacheShare } = figuresOf([
    of('a', 'web', counts(98, 1, 3)),
    of('b', 'worker', counts(99, 2, 3)),
  ])
  expect(operations.find(({ operation }) => operation === 'open')).toEqual({
    operation: 'open',
    calls: 200,
    failed: 3,
    p50Ms: 0.05,
    p99Ms: null,
  })
  expect(operations.find(({ operation }) => operation === 'wrap')).toMatchObject({ calls: 0, p50Ms: null })
  expect(cacheShare).toBe(0.75)
  expect(figuresOf([])).toMatchObject({ cacheShare: null })
})

it('speaks Prometheus text: cumulative buckets, one series per process, nothing but numbers', () => {
  const text = exposition([of('p-1', 'web', cryptoCounts()), of('p-2', 'worker', cryptoCounts())])
  const line = /^(#( HELP| TYPE) [a-z_]+ .+|[a-z_]+\{([a-z]+="[A-Za-z0-9_.+-]*",?)+\} [0-9.e+-]+)$/
  for (const each of text.trimEnd().split('\n')) expect(each).toMatch(line)
  for (const process of ['p-1', 'p-2']) {
    const buckets = [
      ...text.matchAll(
        /^kanal_crypto_seconds_bucket\{operation="open",.*process="([^"]+)",le="([^"]+)"\} (\d+)$/gm,
      ),
    ]
      .filter(([, name]) => name === process)
      .map(([, , le, calls_]) => [le, Number(calls_)] as const)
    expect(buckets.at(-1)?.[0]).toBe('+Inf')
    const numbers = buckets.map(([, number]) => number)
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
    expect(text).toContain(
      `kanal_crypto_seconds_count{operation="open",role="${process === 'p-1' ? 'web' : 'worker'}",process="${process}"} ${numbers.at(-1)}`,
    )
  }
})
