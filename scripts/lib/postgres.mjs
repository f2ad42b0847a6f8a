import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { tailOf } from './command.mjs'
import { isAlive, withLock } from './file-lock.mjs'
import { HOME, LOGS, fromHome } from './paths.mjs'
import { freePort, isFree } from './ports.mjs'
import { postgresHome } from './postgres-home.mjs'
import { StartError } from './report.mjs'

const LOCK = fromHome('postgres.lock')
const USERS = fromHome('postgres-users')
const SETTINGS = fromHome('postgres.json')
const LOG = path.join(LOGS, 'postgres.log')
const READY_MS = 60_000
const STOP_MS = 3_000
const DATABASE = 'kanal'

// The log must never hold what a seller typed: no statements, no parameters, no DETAIL lines.
const QUIET = [
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_parameter_max_length_on_error=0',
]
const LOCAL_ONLY = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

const connectionString = (user, password, port, database) =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

async function connect(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The server that runs on our data folder, by the file that PostgreSQL itself keeps there. */
function runningServer(home) {
  const file = path.join(home.data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , startedAt, port] = readFileSync(file, 'utf8').split('\n')
  const server = { pid: Number(pid), startedAt: startedAt ?? '', port: Number(port) }
  if (isAlive(server.pid) && isPostgres(server.pid)) return server
  // Its process is gone, or after a reboot the number belongs to another program, which PostgreSQL would wait for.
  rmSync(file, { force: true })
  return undefined
}

function isPostgres(pid) {
  if (process.platform === 'win32') return true
  const { status, stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  if (status === 0 && stdout) return stdout.includes('postgres')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return true
  }
}

function refuseOtherVersion(home) {
  const own = readFileSync(path.join(home.data, 'PG_VERSION'), 'utf8').trim()
  const { stdout } = spawnSync(home.postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...home.user })
  const brought = /(\d+)/.exec(stdout ?? '')?.[1]
  if (!brought || own === brought) return
  throw new StartError({
    id: `Data di ${home.data} dibuat oleh PostgreSQL ${own}, sedangkan versi ini membawa PostgreSQL ${brought}. Pulihkan cadangan ke folder baru.`,
    en: `The data in ${home.data} was made by PostgreSQL ${own} and this version brings PostgreSQL ${brought}. Restore a backup into a new folder.`,
  })
}

/** Written beside the data once it is whole, so that an interrupted first start can tell its leftovers from data. */
const completeMark = (home) => path.join(path.dirname(home.data), 'initialised')

/** Creates the data folder's content once; a half-made one (interrupted first start) is made again. */
async function initialise(home, adminPassword) {
  if (existsSync(completeMark(home)) && existsSync(path.join(home.data, 'PG_VERSION'))) {
    refuseOtherVersion(home)
    return
  }
  if (existsSync(completeMark(home)))
    throw new StartError({
      id: `Folder data basis data ${home.data} hilang padahal pernah dipakai. Kembalikan folder itu, atau hapus ${path.dirname(home.data)} untuk memulai dari kosong.`,
      en: `The database folder ${home.data} is gone although it was in use before. Put it back, or delete ${path.dirname(home.data)} to begin empty.`,
    })
  rmSync(home.data, { recursive: true, force: true })
  mkdirSync(home.data, { recursive: true, mode: 0o700 })
  const passwordFile = `${home.data}.password`
  writeFileSync(passwordFile, `${adminPassword}\n`, { mode: 0o600 })
  if (home.user) {
    chownSync(home.data, home.user.uid, home.user.gid)
    chownSync(passwordFile, home.user.uid, home.user.gid)
  }
  try {
    const { status, stderr } = spawnSync(
      home.initdb,
      [
        `--pgdata=${home.data}`,
        `--pwfile=${passwordFile}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=icu',
        '--icu-locale=und',
      ],
      { ...home.user, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
    )
    if (status !== 0)
      throw new StartError(
        {
          id: `Basis data di ${home.data} tidak bisa dibuat; pesan PostgreSQL:`,
          en: `The database in ${home.data} could not be created; PostgreSQL said:`,
        },
        stderr,
      )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeFileSync(completeMark(home), '')
}

async function startServer(home, adminPassword) {
  const remembered = readJson(SETTINGS)
  const port = remembered.port && (await isFree(remembered.port)) ? remembered.port : await freePort()
  writeFileSync(SETTINGS, JSON.stringify({ data: home.data, port }, null, 2), { mode: 0o600 })
  const log = openSync(LOG, 'w', 0o600)
  const options = [...LOCAL_ONLY, ...QUIET].flatMap((option) => ['-c', option])
  // Detached: a Ctrl-C at the terminal must reach the application first and the database last.
  const server = spawn(home.postgres, ['-D', home.data, '-p', String(port), ...options], {
    ...home.user,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  let ended = false
  server.once('exit', () => (ended = true))
  server.once('error', () => (ended = true))
  server.unref()
  const deadline = Date.now() + READY_MS
  for (;;) {
    try {
      const client = await connect(connectionString('postgres', adminPassword, port, 'postgres'))
      await client.end()
      return runningServer(home)
    } catch (error) {
      if (error.code === '28P01')
        throw new StartError({
          id: `Kata sandi basis data di ${fromHome('secrets.json')} tidak cocok dengan ${home.data}. Pulihkan secrets.json dari cadangan, atau hapus ${path.dirname(home.data)} untuk memulai dari kosong.`,
          en: `The database password in ${fromHome('secrets.json')} does not fit ${home.data}. Restore secrets.json from a backup, or delete ${path.dirname(home.data)} to begin empty.`,
        })
      if (ended || Date.now() > deadline)
        throw new StartError(
          {
            id: 'PostgreSQL bawaan tidak mau menyala; akhir catatannya:',
            en: 'The bundled PostgreSQL did not start; the end of its log:',
          },
          tailOf(LOG),
        )
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function ensureDatabase(server, secrets) {
  const admin = await connect(
    connectionString('postgres', secrets.databaseAdminPassword, server.port, 'postgres'),
  )
  try {
    const role = await admin.query('select 1 from pg_roles where rolname = $1', [DATABASE])
    if (role.rowCount === 0)
      await admin.query(
        `create role ${DATABASE} login password ${admin.escapeLiteral(secrets.databasePassword)}`,
      )
    const database = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (database.rowCount === 0) await admin.query(`create database ${DATABASE} owner ${DATABASE}`)
  } finally {
    await admin.end()
  }
}

const userMark = () => path.join(USERS, String(process.pid))

/** Other living processes of this installation that rely on this run of the server. */
const otherUsers = (server) =>
  readdirSync(USERS).filter((name) => {
    if (name === String(process.pid)) return false
    if (isAlive(Number(name)) && readFileSync(path.join(USERS, name), 'utf8') === server.startedAt)
      return true
    rmSync(path.join(USERS, name), { force: true })
    return false
  })

/**
 * Starts this installation's own PostgreSQL, or joins it when it already runs.
 * @returns {Promise<{ url: string, release: () => Promise<void> }>} `release` stops the server when nobody else uses it
 */
export async function openEmbeddedPostgres(secrets) {
  mkdirSync(HOME, { recursive: true })
  mkdirSync(USERS, { recursive: true, mode: 0o700 })
  const home = postgresHome()
  const server = await withLock(LOCK, async () => {
    let current = runningServer(home)
    if (!current) {
      await initialise(home, secrets.databaseAdminPassword)
      current = await startServer(home, secrets.databaseAdminPassword)
    }
    await ensureDatabase(current, secrets)
    writeFileSync(userMark(), current.startedAt, { mode: 0o600 })
    return current
  })
  return {
    url: connectionString(DATABASE, secrets.databasePassword, server.port, DATABASE),
    release: () =>
      withLock(LOCK, async () => {
        rmSync(userMark(), { force: true })
        if (otherUsers(server).length === 0) await stopServer(home, server)
      }),
  }
}

async function stopServer(home, { pid }) {
  if (runningServer(home)?.pid !== pid) return
  if (process.platform === 'win32') {
    spawnSync(home.pgCtl, ['stop', '-D', home.data, '-m', 'fast', '-w'], { stdio: 'ignore' })
    return
  }
  for (const signal of ['SIGINT', 'SIGQUIT']) {
    process.kill(pid, signal)
    const deadline = Date.now() + STOP_MS
    while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
    if (!isAlive(pid)) return
  }
}
