import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartError } from './report.mjs'

const NAMES = ['redis-server', 'valkey-server']

function find() {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/opt/homebrew/bin', '/usr/local/bin']
  return folders
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file))
}

function installWithApt() {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], options)
}

/**
 * The Redis server that tests run; installed with apt when there is none and we are root.
 * @throws StartError when there is none and it cannot be installed.
 */
export function requireRedis() {
  const found = find()
  if (found) return found
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (canInstall)
    try {
      installWithApt()
    } catch {
      // Explained below, as for everyone who cannot install it.
    }
  const installed = find()
  if (installed) return installed
  throw new StartError({
    id: 'Uji cache membutuhkan redis-server. Pasang dengan pengelola paket sistem Anda.',
    en: 'The tests of the cache need redis-server. Install it with the package manager of your system.',
  })
}
