import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fromRoot } from './paths.mjs'

const FIRST_PORT = 4310

/**
 * The stand-in marketplaces of this version: every folder of `sandbox/` with an `app.ts`, in alphabetical order, each
 * on a port of its own that `SANDBOX_<NAME>_PORT` may change.
 */
export function sandboxesOf(env) {
  const folder = fromRoot('sandbox')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'app.ts')))
    .sort()
    .map((name, index) => {
      const variable = `SANDBOX_${name.toUpperCase().replaceAll('-', '_')}_PORT`
      const port = Number(env[variable] ?? FIRST_PORT + index)
      return { name, variable, port, url: `http://127.0.0.1:${port}` }
    })
}
