import { existsSync, readFileSync } from 'node:fs'
import { npmCommand, npmErrorsOf, runLogged } from './command.mjs'
import { fromRoot } from './paths.mjs'
import { during } from './report.mjs'

const readPackages = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Whether node_modules holds exactly what the lock file asks for, by npm's own record of what it installed. */
export function isInstalled() {
  const wanted = readPackages(fromRoot('package-lock.json'))
  const present = readPackages(fromRoot('node_modules/.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([location, { version, optional }]) => {
    if (location === '') return true
    const found = present[location]
    if (!found) return optional === true
    return found.version === version && existsSync(fromRoot(location, 'package.json'))
  })
}

/** Installs the packages of the lock file when they are missing or not those. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await during('Installing packages · memasang paket', () =>
    runLogged(
      'install',
      [...npmCommand(), 'ci', '--include=dev', '--no-audit', '--no-fund'],
      { ...process.env, NODE_ENV: undefined },
      {
        id: 'Pemasangan paket gagal. Periksa sambungan internet dan ruang disk, lalu jalankan lagi; kata npm:',
        en: 'The packages could not be installed. Check the internet connection and disk space and start again; npm said:',
      },
      npmErrorsOf,
    ),
  )
}
