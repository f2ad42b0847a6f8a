import { scrypt } from 'node:crypto'
import { SCRYPT } from './manifest.ts'

/** 128 MiB of work and a little room. */
const MAX_MEMORY = 160 * 1024 * 1024

let turn: Promise<unknown> = Promise.resolve()

const derive = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { ...SCRYPT, maxmem: MAX_MEMORY }
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/**
 * The 32-byte key of a passphrase. Takes half a second and 128 MB on purpose, so only one runs at a time in a process:
 * many requests at once wait, and do not exhaust its memory.
 */
export function passphraseKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const mine = turn.then(() => derive(passphrase, salt))
  turn = mine.catch(() => undefined)
  return mine
}
