import { readFileSync, readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { HttpReply } from './http.ts'

const FOLDER = new URL('./ui/', import.meta.url)
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** A file of the shared interface (`core/ui`), by its bare name; undefined when there is none. */
export function uiAsset(name: string): HttpReply | undefined {
  const type = TYPES[extname(name)]
  if (type === undefined || !readdirSync(FOLDER).includes(name)) return undefined
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'self'; img-src 'self' data:",
      'x-frame-options': 'DENY',
    },
    body: readFileSync(new URL(name, FOLDER)),
  }
}
