import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { createHttpClient } from '../../../adapters/http/client.ts'
import { createConnector } from '../../../adapters/net/connect.ts'
import { auditStream } from '../../../adapters/services/audit-stream/index.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { createLogger } from '../../../log.ts'
import { createSecrets, type Kanal } from '../../context.ts'
import { masterKeysFromEnv } from '../../credentials/keys/kek.ts'
import type { BoundOwner } from '../../credentials/owner.ts'
import { newOrganisation, save, set } from '../../credentials/testing/fixtures.ts'
import { servicesOf } from '../../services/hub.ts'
import { streamStatus } from './stream-cursor.ts'
import { streamTrail } from './stream-task.ts'

const SECRET = 'kunci-tanda-tangan-uji'
const MASTER_KEYS = { CRED_KEK_k1: randomBytes(32).toString('base64'), CRED_KEK_ACTIVE: 'k1' }
const log = createLogger('test', { write: () => undefined })

interface Taken {
  organisation: string
  seqs: number[]
}
let server: Server
let origin: string
let taken: Taken[]
/** What the receiver answers; may kill somebody first. */
let answer: (nth: number) => number
let database: TestDatabase
let kanal: Kanal
let owner: BoundOwner
let mine: string
let other: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n')
      const rows = lines.map((line) => JSON.parse(line) as { seq: number; organisation: string })
      const status = answer(taken.length)
      if (status < 300)
        taken.push({ organisation: rows[0]?.organisation ?? '', seqs: rows.map(({ seq }) => seq) })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  taken = []
  answer = () => 200
  database = await createTestDatabase()
  kanal = {
    pool: database.pool,
    ...createSecrets(masterKeysFromEnv(MASTER_KEYS)),
    adapters: new Map(),
    services: new Map([['audit-stream', auditStream()]]),
    send: createHttpClient({ allowedLocalOrigins: [origin] }).send,
    connect: createConnector({ allowedLocal: [new URL(origin).host] }),
    log,
    publicUrl: 'https://kanal.example',
    now: () => new Date(),
  }
  mine = await newOrganisation(database.pool)
  other = await newOrganisation(database.pool)
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into integrations (organisation_id, marketplace, environment, status)
     values ($1, 'audit-stream', 'own', 'active') returning id`,
    [mine],
  )
  owner = {
    organisationId: mine,
    ownerType: 'integration',
    ownerId: String(rows[0]?.id),
    slug: 'audit-stream',
  }
  await point('/kanal')
})
afterEach(async () => {
  await servicesOf(kanal).close()
  await database.drop()
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const point = (to: string) =>
  save(database.pool, kanal.vault, owner, { address: set(`${origin}${to}`), secret: set(SECRET) })
const record = (organisationId: string, count: number): Promise<void> =>
  transaction(database.pool, async (tx) => {
    for (let n = 0; n < count; n += 1)
      await kanal.audit.record(tx, {
        organisationId,
        actor: { type: 'user', id: 'u1', name: 'Sari' },
        action: 'credential.update',
        target: { type: 'integration', id: 'i1', label: 'Pasar' },
        outcome: 'ok',
        fields: ['app_key'],
      })
  })
const stream = (signal = new AbortController().signal): Promise<void> =>
  streamTrail.run({}, { kanal, log, signal, attempt: 1, maxAttempts: 1 })
const seqsOf = (organisation: string): number[] =>
  taken.filter((each) => each.organisation === organisation).flatMap(({ seqs }) => seqs)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)
const status = (organisation = mine) => streamStatus(autocommit(database.pool), organisation)
const stuck = async (): Promise<number | null> =>
  (
    await database.pool.query(
      `select from notice_incidents where kind = 'audit.stream_stuck' and lasting and recovered_at is null`,
    )
  ).rowCount

it('delivers each organisation’s rows in order, in batches, and only what is new', async () => {
  await record(mine, 450)
  await record(other, 3)
  await stream()
  expect(seqsOf(mine)).toEqual(upTo(450))
  expect(seqsOf(other)).toEqual(upTo(3))
  expect(taken.filter(({ organisation }) => organisation === mine).map(({ seqs }) => seqs.length)).toEqual([
    200, 200, 50,
  ])
  await stream()
  expect(taken).toHaveLength(4)
  await record(other, 1)
  await stream()
  expect(seqsOf(other)).toEqual(upTo(4))
  expect(await status()).toMatchObject({ behind: 0, waitingSince: null, problem: null })
})

it('is done by one worker at a time, whoever else tries', async () => {
  await record(mine, 700)
  await Promise.all([stream(), stream(), stream()])
  await stream()
  expect(seqsOf(mine)).toEqual(upTo(700))
})

it('waits longer after each failure, says why, tells the owners after an hour, and goes on where it was', async () => {
  await record(mine, 300)
  answer = (nth) => (nth === 0 ? 200 : 503)
  await stream()
  expect(seqsOf(mine)).toEqual(upTo(200))
  expect(await status()).toMatchObject({ behind: 100, problem: { id: expect.any(String) as string } })
  const pause = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ pause: number }>(
      `select extract(epoch from try_at - clock_timestamp())::float8 as pause from audit_stream_cursors where organisation_id = $1`,
      [mine],
    )
    return rows[0]?.pause ?? 0
  }
  expect(await pause()).toBeGreaterThan(20)
  expect(await pause()).toBeLessThan(31)
  await stream()
  expect(taken).toHaveLength(1)
  for (let n = 0; n < 9; n += 1) {
    await database.pool.query('update audit_stream_cursors set try_at = now()')
    await stream()
  }
  expect(await pause()).toBeGreaterThan(3_500)
  expect(await stuck()).toBe(0)
  await database.pool.query(
    `update audit_stream_cursors set try_at = now(), failing_since = now() - interval '2 hours' where failures > 0`,
  )
  await stream()
  expect(await stuck()).toBe(1)
  answer = () => 200
  // Somebody has just tested the connection with success.
  await database.pool.query(`update integrations set last_verdict = 'accepted', last_tested_at = now()`)
  await stream()
  expect(seqsOf(mine)).toEqual(upTo(300))
  expect(await stuck()).toBe(0)
})

it('begins anew at another address, and stops without one', async () => {
  await record(mine, 2)
  await stream()
  await point('/lain')
  await stream()
  expect(seqsOf(mine)).toEqual([1, 2, 1, 2])
  await database.pool.query(`update integrations set status = 'draft'`)
  await record(mine, 1)
  await stream()
  expect(seqsOf(mine)).toEqual([1, 2, 1, 2])
})

it('gives its place back at once when it is told to stop', async () => {
  await record(mine, 5)
  const stop = new AbortController()
  answer = () => {
    stop.abort()
    return 503
  }
  await expect(stream(stop.signal)).rejects.toThrow()
  answer = () => 200
  await stream()
  expect(seqsOf(mine)).toEqual(upTo(5))
})

it('loses nothing and keeps the order when the worker is killed again and again', async () => {
  await record(mine, 1_500)
  for (let kills = 0; kills < 4; kills += 1) {
    const child = fork(path.join(import.meta.dirname, 'testing/streamer.ts'), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...MASTER_KEYS, DATABASE_URL: database.url, RECEIVER: origin },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const until = taken.length + 2
    // The rows are taken, the worker dies before it can write that down.
    answer = (nth) => {
      if (nth + 1 >= until) child.kill('SIGKILL')
      return 200
    }
    await new Promise((resolve) => child.once('exit', resolve))
    await database.pool.query(`update audit_stream_cursors set leased_until = now() - interval '1 second'`)
  }
  answer = () => 200
  await stream()
  const arrived = seqsOf(mine)
  expect([...new Set(arrived)]).toEqual(upTo(1_500))
  expect(arrived.length).toBeGreaterThan(1_500)
}, 90_000)

it('holds no value that was ever secret, in what it sends and in what it keeps', async () => {
  await record(mine, 1)
  await stream()
  const { rows } = await database.pool.query('select * from audit_stream_cursors')
  expect(JSON.stringify([taken, rows])).not.toContain(SECRET)
  expect(JSON.stringify(rows)).not.toContain(origin)
})
