import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'

/** Reads a snapshot; undefined when there is none or it cannot be read. */
export function loadSnapshot(file: string): unknown {
  try {
    return deserialize(readFileSync(file))
  } catch {
    return undefined
  }
}

/** Writes plain data (maps, sets and bigints included) so that a crash never leaves half a file. */
export function saveSnapshot(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.draft`
  writeFileSync(draft, serialize(value), { mode: 0o600 })
  renameSync(draft, file)
}
