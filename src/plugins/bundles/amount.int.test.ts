import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exported, imported, startInstance, type Instance } from './testing/instance.ts'

const INTEGRATIONS = 334
const names = Array.from({ length: INTEGRATIONS }, (_, n) => `pasar-${n}`)

let from: Instance
let to: Instance
beforeAll(async () => {
  ;[from, to] = await Promise.all([startInstance(names), startInstance(names)])
})
afterAll(() => Promise.all([from?.database.drop(), to?.database.drop()]))

it('1,000 credentials move to another database under other master keys, unchanged, within 30 seconds', async () => {
  const [source, target] = [await from.organisation(), await to.organisation()]
  const values = new Map(
    names.map((name) => [
      name,
      {
        appId: randomBytes(4).toString('hex'),
        appKey: randomBytes(32).toString('base64'),
        pushKey: randomBytes(32).toString('hex'),
      },
    ]),
  )
  const before = performance.now()
  for (const [name, each] of values) await from.store(source, name, each)
  const byHand = (performance.now() - before) / 1000
  const started = performance.now()
  const bundle = await exported(source, names)
  const stored = await imported(target, bundle)
  const seconds = (performance.now() - started) / 1000
  expect(stored).toHaveLength(INTEGRATIONS)
  for (const [name, each] of values) expect(await to.stored(target, name)).toEqual(each)
  expect(INTEGRATIONS * 3).toBeGreaterThanOrEqual(1_000)
  expect(seconds).toBeLessThan(30)
  process.stdout.write(
    `${INTEGRATIONS * 3} credentials: ${seconds.toFixed(1)} s; saved one by one: ${byHand.toFixed(1)} s\n`,
  )
}, 180_000)
