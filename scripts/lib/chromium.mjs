import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartError } from './report.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function find() {
  const given = process.env.CHROME_PATH
  if (given && existsSync(given)) return given
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))),
    ...APPLICATIONS,
  ]
  return candidates.find((file) => existsSync(file))
}

function installWithApt() {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
}

/**
 * The browser that end-to-end tests drive; installed with apt when there is none and we are root.
 * @throws StartError when there is none and it cannot be installed.
 */
export function requireChromium() {
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
    id: 'Uji di peramban membutuhkan Chromium atau Chrome. Pasang salah satunya, atau tunjuk letaknya dengan CHROME_PATH.',
    en: 'Browser tests need Chromium or Chrome. Install one of them, or say where it is with CHROME_PATH.',
  })
}
