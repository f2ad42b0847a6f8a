import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { isAlive } from '../../scripts/lib/file-lock.mjs'
import { ensureHome } from '../../scripts/lib/paths.mjs'
import { freePort } from '../../scripts/lib/ports.mjs'
import { postgresHome } from '../../scripts/lib/postgres-home.mjs'

/** The role of the application in tests: no superuser, as in production, so that what it may not do fails here too. */
const ROLE = 'kanal'
const PREFIX = 'test-'
const READY_MS = 30_000

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300']

// A throw-away server: speed over durability. Production's safety is not what these tests are about.
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

export interface TestServer {
  /** A role that may create databases. */
  url: string
  /** The server's superuser, for tests that play someone who writes past the application. */
  superuserUrl: string
  stop(): Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Removes what a test run left behind that was killed. */
function sweepLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = Number(name.startsWith(PREFIX) && name.slice(PREFIX.length))
    if (!owner || isAlive(owner)) continue
    const pidFile = path.join(parent, name, 'postmaster.pid')
    const server = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0
    if (server && isAlive(server)) process.kill(server, 'SIGQUIT')
    rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}

async function whenReady(url: string, ended: () => boolean): Promise<pg.Client> {
  const deadline = Date.now() + READY_MS
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return client
    } catch (error) {
      if (ended() || Date.now() > deadline)
        throw new Error('The test database did not start', { cause: error })
      await pause(50)
    }
  }
}

/**
 * Starts a PostgreSQL of its own for this run, from the same binaries that `npm start` uses. A durable one commits
 * as production does: figures are worth nothing without it.
 */
export async function startTestServer({ durable = false } = {}): Promise<TestServer> {
  ensureHome()
  const home = postgresHome()
  const parent = path.dirname(home.data)
  sweepLeftovers(parent)
  const data = path.join(parent, `${PREFIX}${process.pid}`)
  const passwordFile = `${data}.password`
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(passwordFile, 'test\n', { mode: 0o600 })
  const { user } = home
  if (user) for (const owned of [data, passwordFile]) chownSync(owned, user.uid, user.gid)
  const made = spawnSync(
    home.initdb,
    [
      `--pgdata=${data}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=und',
      '--no-sync',
    ],
    { ...home.user, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  )
  rmSync(passwordFile, { force: true })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const port = await freePort()
  const server = spawn(
    home.postgres,
    [
      '-D',
      data,
      '-p',
      String(port),
      ...(durable ? SETTINGS : [...SETTINGS, ...CARELESS]).flatMap((s) => ['-c', s]),
    ],
    {
      ...home.user,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: 'ignore',
    },
  )
  let ended = false
  const gone = new Promise<void>((resolve) => {
    server.once('exit', () => {
      ended = true
      resolve()
    })
  })
  const superuserUrl = `postgres://postgres:test@127.0.0.1:${port}/postgres`
  const admin = await whenReady(superuserUrl, () => ended)
  await admin.query(`create role ${ROLE} login createdb password 'test'`)
  await admin.end()
  return {
    url: `postgres://${ROLE}:test@127.0.0.1:${port}/postgres`,
    superuserUrl,
    stop: async () => {
      server.kill('SIGQUIT')
      await gone
      rmSync(data, { recursive: true, force: true })
    },
  }
}
