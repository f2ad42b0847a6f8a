import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kanalOf, type Kanal } from '../../src/plugins/context.ts'
import { registryOf } from '../../src/plugins/registry.ts'
import { startMove } from '../../src/plugins/services/files/moves.ts'
import { servicesOf } from '../../src/plugins/services/hub.ts'
import { createLogger } from '../../src/log.ts'
import { runWorker, type RunningWorker } from '../../src/queue/worker.ts'
import { startS3, type TestS3 } from '../support/s3.ts'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../support/payload.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kanal-media-'))
let app: TestApp
let store: TestS3
let kanal: Kanal
let owner: TestUser
let organisation: string
let worker: RunningWorker | undefined
let picture: Buffer

const set = (value: string) => ({ op: 'set', value })
async function connectStore(): Promise<void> {
  const changes = Object.fromEntries(Object.entries(store.settings).map(([key, value]) => [key, set(value)]))
  const body = { organisation, marketplace: 's3', environment: 'own', changes, expectedVersion: 0 }
  const answer = await app.rest('/integrations/credentials', {
    method: 'PUT',
    body: JSON.stringify(body),
    as: owner,
  })
  expect(answer.body).toMatchObject({ saved: true })
}
const startWorker = async (): Promise<void> => {
  worker = await runWorker({
    connectionString: app.database.url,
    tasks: registryOf(app.config).tasks,
    kanal,
    log: createLogger('test'),
  })
}
const stopWorker = async (): Promise<void> => {
  await worker?.stop()
  worker = undefined
}
const upload = async (name: string) =>
  app.payload.create({
    collection: 'media',
    data: { organisation, alt: name },
    file: { data: picture, mimetype: 'image/png', name, size: picture.byteLength },
    overrideAccess: true,
  })
const onDisk = (): string[] =>
  readdirSync(folder)
    .filter((name) => !name.endsWith('.part'))
    .sort()
const inStore = (): string[] => [...store.objects.keys()].map((key) => key.replace('media/', '')).sort()
const lastMove = async () =>
  (await app.database.pool.query('select * from file_moves order by started_at desc limit 1')).rows[0] as {
    state: string
    moved: number
    total: number
    skipped: string[]
  }
const move = (direction: 'to_store' | 'to_disk') =>
  startMove(kanal, { direction, startedBy: owner.id }, () => Promise.resolve())

/** Documents with files on the disk, past Payload: what a move finds. */
async function fill(count: number): Promise<Map<string, Buffer>> {
  const files = new Map(
    Array.from({ length: count }, (_, nth) => [
      `foto-${String(nth).padStart(3, '0')}.png`,
      randomBytes(200 + nth),
    ]),
  )
  for (const [name, body] of files) {
    writeFileSync(path.join(folder, name), body)
    await app.database.pool.query(
      `insert into media (id, organisation_id, filename, mime_type, filesize) values (kanal_uuidv7(), $1, $2, 'image/png', $3)`,
      [organisation, name, body.byteLength],
    )
  }
  return files
}

beforeAll(async () => {
  process.env.KANAL_MEDIA_DIR = folder
  store = await startS3()
  process.env.KANAL_ALLOWED_LOCAL = new URL(store.settings.endpoint ?? '').host
  app = await startPayload()
  organisation = (await createOrganisation(app, 'Toko Foto')).id
  owner = await createUser(app, 'pemilik', [{ organisation, role: 'owner' }])
  const { rows } = await app.database.pool.query('select operator_id as id from deployment')
  organisation = (rows[0] as { id: string }).id
  kanal = kanalOf(app.payload)
  picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#0a7' } })
    .png()
    .toBuffer()
})
beforeEach(async () => {
  store.meddle = null
  store.objects.clear()
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name))
  const { pool } = app.database
  await pool.query('delete from media')
  await pool.query('delete from file_moves')
  await pool.query('delete from file_places')
  await pool.query(`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
  await pool.query('truncate rate_limits')
  await pool.query(`update deployment set files_in = 'store'`)
})
afterAll(async () => {
  await stopWorker()
  await servicesOf(kanal).close()
  await app.stop()
  await store.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('files', () => {
  it('stay on the disk while no store is set up', async () => {
    await startWorker()
    const { filename } = await upload('awal.png')
    await expect
      .poll(async () => (await app.database.pool.query('select from graphile_worker.jobs')).rowCount)
      .toBe(0)
    expect(inStore()).toEqual([])
    expect((await app.rest(`/media/file/${filename}`, { as: owner })).status).toBe(200)
    await stopWorker()
  })

  it('go into the store once there is one, are read from there, and leave it with their document', async () => {
    await connectStore()
    await startWorker()
    const { id, filename } = await upload('baru.png')
    await expect.poll(() => inStore().length, { timeout: 10_000 }).toBe(2)
    await expect.poll(onDisk).toEqual([])
    const answer = await app.rest(`/media/file/${filename}`, { as: owner })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/png')
    await app.payload.delete({ collection: 'media', id })
    await expect.poll(inStore, { timeout: 10_000 }).toEqual([])
    await stopWorker()
  })

  it('are never dropped from the disk when the copy is damaged', async () => {
    const files = await fill(3)
    store.meddle = (method, key, body) =>
      method === 'PUT' && key.endsWith('001.png') ? Buffer.from('rusak') : body
    await move('to_store')
    await startWorker()
    await expect.poll(async () => (await lastMove()).state, { timeout: 15_000 }).toBe('failed')
    await stopWorker()
    expect(onDisk()).toEqual(['foto-001.png'])
    expect((await lastMove()).skipped).toEqual(['foto-001.png'])
    store.meddle = null
    await move('to_store')
    await startWorker()
    await expect.poll(async () => (await lastMove()).state, { timeout: 15_000 }).toBe('done')
    await stopWorker()
    expect(onDisk()).toEqual([])
    expect(inStore()).toEqual([...files.keys()])
  })

  it('survive a move that is killed again and again, both ways, and are readable all the time', async () => {
    const files = await fill(40)
    const check = async (): Promise<void> => {
      for (const [name, body] of [...files].filter((_, nth) => nth % 7 === 0)) {
        const local = existsSync(path.join(folder, name))
        expect(local || store.objects.get(`media/${name}`)?.body.equals(body)).toBe(true)
        expect((await app.rest(`/media/file/${name}`, { as: owner })).status).toBe(200)
      }
    }
    for (const direction of ['to_store', 'to_disk'] as const) {
      await move(direction)
      let kills = 0
      while ((await lastMove()).state === 'running') {
        const child = startMover()
        const after = kills < 5 ? 5 + kills : Infinity
        let seen = 0
        await new Promise<void>((resolve) => {
          child.once('exit', () => resolve())
          child.on('message', (message) => {
            if (message === 'done') child.kill('SIGTERM')
          })
          store.meddle = (_, __, body) => {
            seen += 1
            if (seen >= after) child.kill('SIGKILL')
            return body
          }
        })
        kills += 1
        await check()
        if (kills > 12) throw new Error('the move does not end')
      }
      store.meddle = null
      expect(kills).toBeGreaterThan(3)
      expect(await lastMove()).toMatchObject({ state: 'done', skipped: [] })
      const [full, empty] = direction === 'to_store' ? [inStore(), onDisk()] : [onDisk(), inStore()]
      expect(full).toEqual([...files.keys()])
      expect(empty).toEqual([])
      await check()
    }
  }, 120_000)
})

/** A process that works on the move and may be killed at any moment. */
function startMover(): ChildProcess {
  return fork(path.join(import.meta.dirname, '../support/mover.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: app.database.url },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

it('shows how far it is, and only to the operator', async () => {
  await fill(2)
  await move('to_store')
  const { status, body } = await app.rest('/services/files', { as: owner })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    onDisk: 2,
    inStore: 0,
    move: { direction: 'to_store', state: 'running', total: 2, moved: 0 },
  })
  const stranger = await createUser(app, 'lain', [])
  expect((await app.rest('/services/files', { as: stranger })).status).toBe(403)
})
