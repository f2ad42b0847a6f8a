import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fromHome, fromRoot } from './paths.mjs'

const FIRST_PORT = 4310

/**
 * What a stand-in is told: its port, where it keeps its shops and orders over a restart (a connected shop must not
 * forget its consent), and where it sends sellers back to.
 */
export const sandboxVariables = ({ name, prefix, port }, kanalUrl) => ({
  [`${prefix}_PORT`]: String(port),
  [`${prefix}_STATE_FILE`]: fromHome(`sandbox-${name}.json`),
  [`${prefix}_REDIRECT_URL`]: `${kanalUrl}/oauth/${name}`,
})

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
      const prefix = `SANDBOX_${name.toUpperCase().replaceAll('-', '_')}`
      const variable = `${prefix}_PORT`
      const port = Number(env[variable] ?? FIRST_PORT + index)
      return { name, prefix, variable, port, url: `http://127.0.0.1:${port}` }
    })
}
