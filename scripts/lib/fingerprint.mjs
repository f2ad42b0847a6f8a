import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT, fromHome, fromRoot } from './paths.mjs'

const isTest = (name) => /\.test\.tsx?$/.test(name)

function* filesOf(location) {
  if (!existsSync(location)) return
  if (statSync(location).isFile()) {
    if (!isTest(location)) yield location
    return
  }
  for (const entry of readdirSync(location).sort()) yield* filesOf(path.join(location, entry))
}

/** One hash over the names and contents of these files and folders; tests do not count. */
export function fingerprint(locations) {
  const hash = createHash('sha256')
  for (const location of locations)
    for (const file of filesOf(fromRoot(location)))
      hash
        .update(`${path.relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
  return hash.digest('hex')
}

/** A remembered fingerprint under `.kanal/`. */
export const stamp = (name) => ({
  read: () => (existsSync(fromHome(name)) ? readFileSync(fromHome(name), 'utf8') : undefined),
  write: (value) => writeFileSync(fromHome(name), value),
})
