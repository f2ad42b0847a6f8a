import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fromHome } from './paths.mjs'
import { StartError } from './report.mjs'

const FILE = fromHome('secrets.json')

const generators = {
  payloadSecret: () => randomBytes(48).toString('base64url'),
  masterKey: () => randomBytes(32).toString('base64'),
  databasePassword: () => randomBytes(24).toString('base64url'),
  databaseAdminPassword: () => randomBytes(24).toString('base64url'),
}

function read() {
  let text
  try {
    text = readFileSync(FILE, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
  try {
    return JSON.parse(text)
  } catch {
    // Never overwrite: this file may hold the only key to stored credentials.
    throw new StartError({
      id: `Berkas ${FILE} rusak. Pulihkan dari cadangan; tanpa berkas itu kredensial yang tersimpan tidak bisa dibuka.`,
      en: `The file ${FILE} is damaged. Restore it from a backup; without it stored credentials cannot be opened.`,
    })
  }
}

/** This installation's own secrets, made once and kept readable by its owner alone. */
export function ensureSecrets() {
  const known = read()
  const missing = Object.keys(generators).filter((name) => !known[name])
  if (missing.length === 0) return known
  const secrets = { ...known }
  for (const name of missing) secrets[name] = generators[name]()
  writeFileSync(`${FILE}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  chmodSync(`${FILE}.new`, 0o600)
  renameSync(`${FILE}.new`, FILE)
  return secrets
}

/** The variables that stand for these secrets. */
export const secretVariables = (secrets) => ({
  PAYLOAD_SECRET: secrets.payloadSecret,
  CRED_KEK_local: secrets.masterKey,
  CRED_KEK_ACTIVE: 'local',
})
