import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from './report.mjs'

/** The folder of the clone. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
/** Everything this installation creates for itself; git-ignored. */
export const HOME = path.join(ROOT, '.kanal')
export const LOGS = path.join(HOME, 'logs')

export const fromRoot = (...parts) => path.join(ROOT, ...parts)
export const fromHome = (...parts) => path.join(HOME, ...parts)

/**
 * Creates `.kanal/` when it is missing.
 * @throws StartError when the folder cannot be written to.
 */
export function ensureHome() {
  try {
    mkdirSync(LOGS, { recursive: true, mode: 0o700 })
    accessSync(ROOT, constants.W_OK)
    accessSync(HOME, constants.W_OK)
    // Root's database runs as another system user, who has to pass through this folder without listing it.
    chmodSync(HOME, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    throw new StartError({
      id: `Folder ${ROOT} tidak bisa ditulisi (${error.code}). Pindahkan Kanal ke folder milik Anda, atau perbaiki izinnya, lalu jalankan lagi.`,
      en: `The folder ${ROOT} cannot be written to (${error.code}). Move Kanal to a folder you own, or repair its permissions, and start again.`,
    })
  }
}
