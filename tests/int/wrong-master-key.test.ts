import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPool } from '../../src/database/pool.ts'
import { autocommit } from '../../src/database/tx.ts'
import { verifyMasterKeys } from '../../src/plugins/credentials/keys/canary.ts'
import { masterKeysFromEnv } from '../../src/plugins/credentials/keys/kek.ts'
import { newOwner, save, set } from '../../src/plugins/credentials/testing/fixtures.ts'
import { createVault } from '../../src/plugins/credentials/vault.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { dumpOf } from '../support/dump.ts'

/** Threat T22: a process that is started with another master key than the one the secrets were stored with. */
const RIGHT = { CRED_KEK_ACTIVE: 'utama', CRED_KEK_utama: randomBytes(32).toString('base64') }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  const keks = masterKeysFromEnv(RIGHT)
  await verifyMasterKeys(autocommit(database.pool), keks)
  await save(database.pool, createVault({ keks }), await newOwner(database.pool), { key: set('rahasia') })
})
afterAll(() => database?.drop())

/** Runs a process until it ends by itself. */
async function ending(
  entry: string,
  env: Partial<NodeJS.ProcessEnv>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, PORT: '0', ...env, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 100_000)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearTimeout(tooLong)
  return { code, said }
}

it.each([
  ['another key under the same name', { ...RIGHT, CRED_KEK_utama: randomBytes(32).toString('base64') }],
  [
    'only a key of another name',
    { CRED_KEK_ACTIVE: 'baru', CRED_KEK_baru: randomBytes(32).toString('base64') },
  ],
])(
  'T22: the worker does not start with %s, says which is missing, and changes no row',
  async (_, env) => {
    const before = await dumpOf(database.pool)
    const { code, said } = await ending('src/worker.ts', { CRED_KEK_utama: undefined, ...env })
    expect(code).toBeGreaterThan(0)
    expect(said).toContain('utama')
    expect(said).not.toContain('worker ready')
    for (const value of Object.values(env)) if (value.length > 20) expect(said).not.toContain(value)
    expect(await dumpOf(database.pool)).toBe(before)
  },
  150_000,
)

it('T22: the comparison sees a row that changes', async () => {
  const before = await dumpOf(database.pool)
  const other = createPool({ url: database.url, max: 1, applicationName: 'another' })
  await other.query(`update organisations set name = name || '!'`)
  await other.end()
  expect(await dumpOf(database.pool)).not.toBe(before)
})
