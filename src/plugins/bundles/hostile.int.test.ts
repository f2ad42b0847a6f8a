import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BundleError } from './format/bundle-error.ts'
import { MAX_BUNDLE_BYTES, type Bundle, type Entry } from './format/manifest.ts'
import { sealBundle } from './format/seal.ts'
import { Refusal } from '../security/endpoint/refusal.ts'
import { entryFor, headerFor } from './testing/bundles.ts'
import { everything, examined, startInstance, type Instance } from './testing/instance.ts'
import { importBundle } from './import.ts'

const RUNS = 5_000
const MOST_MEMORY = 200 * 1024 * 1024
/** A smaller bundle is not worth sweeping the floor for before it is measured. */
const WORTH_MEASURING = 1_000_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

let instance: Instance
beforeAll(async () => {
  instance = await startInstance()
})
afterAll(() => instance?.database.drop())

const secret = randomBytes(32)
const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'then', '', 'adapter', 'appKey']

const now = {
  createdAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
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

const bundle = fc.oneof(
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

describe('T21', () => {
  it(`of ${RUNS} hostile bundles none crashes, writes or fills the memory`, async () => {
    const caller = await instance.organisation()
    const before = await instance.writes()
    collectGarbage()
    const base = inUse()
    let most = 0
    const faults = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(bundle, async (text) => {
        const isLarge = text.length > WORTH_MEASURING
        if (isLarge) collectGarbage()
        const free = inUse()
        const outcome = await examined(caller, text, { unlock: () => Promise.resolve(Buffer.from(secret)) })
          .then((found) => importBundle(caller, caller.organisationId, found, everything(found)))
          .then(
            () => 'stored',
            (error: unknown) => {
              if (error instanceof BundleError) return error.fault
              if (error instanceof Refusal) return error.problem.code
              throw error
            },
          )
        faults.set(outcome, (faults.get(outcome) ?? 0) + 1)
        if (isLarge) most = Math.max(most, inUse() - free)
        expect(outcome).not.toBe('stored')
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
    expect(await instance.writes()).toEqual(before)
    // What one bundle takes at most, rubbish included; and nothing of them stays.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(MOST_MEMORY)
    collectGarbage()
    expect(inUse() - base).toBeLessThan(MOST_MEMORY / 4)
    // Both kinds were there: what cannot be read, and what could be read but not taken in.
    expect(faults.get('unreadable')).toBeGreaterThan(RUNS / 4)
    expect(RUNS - (faults.get('unreadable') ?? 0)).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>).appKey).toBeUndefined()
    process.stdout.write(`${RUNS} bundles: one took ${Math.round(most / 2 ** 20)} MB at most\n`)
  }, 300_000)
})
