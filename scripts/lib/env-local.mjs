import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { fromRoot } from './paths.mjs'

const FILES = ['.env.local', '.env']

/**
 * The environment of this installation: what the shell set, then `.env.local`, then `.env`. An empty value counts
 * as unset, so that a copied `.env.example` means nothing until it is filled in.
 */
export function readEnvironment() {
  const layers = FILES.map((name) => fromRoot(name))
    .filter((file) => existsSync(file))
    .map((file) => parseEnv(readFileSync(file, 'utf8')))
  const merged = Object.assign({}, ...layers.reverse(), nonEmpty(process.env))
  return nonEmpty(merged)
}

const nonEmpty = (env) => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

/** Production is what the operator says it is; everything else may create its own secrets and database. */
export const isProduction = (env) => env.NODE_ENV === 'production'
