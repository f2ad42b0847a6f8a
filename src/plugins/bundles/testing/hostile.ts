import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { MAX_BUNDLE_BYTES, type Bundle, type Entry } from '../format/manifest.ts'
import { sealBundle } from '../format/seal.ts'
import { entryFor, headerFor } from './bundles.ts'

/** The key of every bundle here that can be opened. */
export const secret = randomBytes(32)
const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'then', '', 'adapter', 'appKey']

// Both from one instant: a bundle that is valid for a millisecond more than a day is none.
const made = Date.now()
const now = {
  createdAt: new Date(made).toISOString(),
  expiresAt: new Date(made + 86_400_000).toISOString(),
}
const real = JSON.parse(
  sealBundle(headerFor(2, now), [entryFor('alpha'), entryFor('beta')], secret),
) as Bundle

const paths = ['manifest', 'commitment', 'seal', 'entries'].map((key) => [key])
const inner = Object.keys(real.manifest).map((key) => ['manifest', key])
const deeper = Object.keys(real.manifest.protection).map((key) => ['manifest', 'protection', key])

/** The real bundle as text, with anything at all in one place. */
function withAt(path: readonly string[], put: string): string {
  const copy = { ...structuredClone(real) } as Record<string, unknown>
  const last = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy)
  holder[last] = '@here@'
  return JSON.stringify(copy).replace('"@here@"', () => put)
}

/** Nonsense of any kind, as JSON. */
const json = fc.oneof(
  fc.json(),
  fc.constantFrom('null', '1e999', '-0', '"\\u0000"', '"\\ud800"', '[]', '{}', '9007199254740993', 'true'),
  fc
    .tuple(fc.constantFrom(...HOSTILE_KEYS), fc.json())
    .map(([key, value]) => `{${JSON.stringify(key)}:${value}}`),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 30_000 }).map((length) => JSON.stringify('A'.repeat(length))),
)
/** What an authentic sender with bad intentions could put into an entry. */
const entry = fc.oneof(
  fc.anything(),
  fc.record({
    adapter: fc.oneof(fc.constantFrom('unknown', ...HOSTILE_KEYS), fc.string()),
    environment: fc.oneof(fc.constantFrom('live', '__proto__', 'nowhere'), fc.string()),
    fields: fc.array(
      fc.record({
        name: fc.oneof(fc.constantFrom('appId', ...HOSTILE_KEYS), fc.string()),
        value: fc.oneof(fc.string(), fc.constant('Z'.repeat(70_000)), fc.integer() as fc.Arbitrary<unknown>),
      }),
      { maxLength: 120 },
    ),
  }),
)

/** A bundle made to break its reader, of every kind there is. */
export const hostileBundle: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 2_000 }) },
  { weight: 9, arbitrary: json },
  {
    weight: 18,
    arbitrary: fc
      .tuple(fc.constantFrom(...paths, ...inner, ...deeper), json)
      .map(([path, put]) => withAt(path, put)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('N', 'r', 'p'), fc.integer({ min: 1, max: 2 ** 31 }))
      .filter(([key, value]) => !(key === 'r' && value === 8) && !(key === 'p' && value === 1))
      .map(([key, value]) => withAt(['manifest', 'protection', key], String(value))),
  },
  {
    weight: 15,
    arbitrary: fc.array(entry, { minLength: 1, maxLength: 5 }).map((entries) => {
      try {
        return sealBundle(headerFor(entries.length, now), entries as Entry[], secret)
      } catch {
        return '{}'
      }
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('[', '{"a":', '[[],', 'A', ',', '"', '\\', '\u{1F600}')
      .map((part) => part.repeat(Math.floor(MAX_BUNDLE_BYTES / Buffer.byteLength(part) / 2))),
  },
)

/** Authentic, and still nothing that could be taken in: an integration that nobody knows here. */
export const impossibleBundle = (): string => sealBundle(headerFor(1, now), [entryFor('unknown')], secret)
