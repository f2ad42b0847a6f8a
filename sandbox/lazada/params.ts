import type { HttpRequest } from '../core/http.ts'
import { isObject, type JsonObject } from '../core/wire.ts'
import { LazadaError, missing } from './envelope.ts'

export interface UploadedFile {
  readonly contentType: string
  readonly bytes: Buffer
}

/** All parameters of a request, wherever they were: query, form, multipart or JSON body. */
export interface Params {
  readonly values: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, UploadedFile>
}

/** Merges query and body into one map. @throws LazadaError for a body that cannot be read. */
export function readParams(request: HttpRequest): Params {
  const values = new Map(request.query)
  const files = new Map<string, UploadedFile>()
  if (request.method === 'POST' && request.body.length > 0) {
    const type = request.headers['content-type'] ?? ''
    if (type.startsWith('application/json')) readJson(request.body, values)
    else if (type.startsWith('multipart/form-data')) readMultipart(request.body, type, values, files)
    else
      for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) values.set(name, value)
  }
  return { values, files }
}

function readJson(body: Buffer, values: Map<string, string>): void {
  const parsed = parseJsonParam(body.toString('utf8'))
  if (!isObject(parsed)) throw new LazadaError('5', 'E005: Invalid Request Format')
  for (const [name, value] of Object.entries(parsed)) {
    values.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
}

function readMultipart(
  body: Buffer,
  type: string,
  values: Map<string, string>,
  files: Map<string, UploadedFile>,
): void {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (!boundary) throw new LazadaError('5', 'E005: Invalid Request Format')
  const text = body.toString('latin1')
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n')
    const head = part.slice(0, end)
    const content = Buffer.from(part.slice(end + 4, -2), 'latin1')
    const name = /name="([^"]*)"/i.exec(head)?.[1] ?? ''
    if (/filename="/i.test(head)) {
      files.set(name, { contentType: /content-type: *(\S+)/i.exec(head)?.[1] ?? '', bytes: content })
    } else values.set(name, content.toString('utf8'))
  }
}

/** A required text. */
export function text(values: Params['values'], name: string): string {
  const value = values.get(name)
  if (value === undefined || value === '') throw missing(name)
  return value
}

/** A whole number within a range, or the default; `code` is what the platform answers otherwise. */
export function number(
  values: Params['values'],
  name: string,
  rule: { min: number; max: number; fallback: number; code: string },
): number {
  const raw = values.get(name)
  if (raw === undefined || raw === '') return rule.fallback
  const value = /^-?\d+$/.test(raw) ? Number(raw) : NaN
  if (!(value >= rule.min && value <= rule.max))
    throw new LazadaError(rule.code, `E0${rule.code}: "${name}" is invalid`)
  return value
}

/** An instant in ISO 8601 with offset, in milliseconds; undefined when left out. */
export function instant(values: Params['values'], name: string): number | undefined {
  const raw = values.get(name)
  if (raw === undefined || raw === '') return undefined
  const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(raw)
  const value = withOffset ? Date.parse(raw) : NaN
  if (Number.isNaN(value)) throw new LazadaError('17', `E017: "${raw}" Invalid Date Format`)
  return value
}

/** A list of ids given as JSON text, exact at any length. */
export function idList(values: Params['values'], name: string, max: number, code: string): string[] {
  const parsed = parseJsonParam(text(values, name))
  const ids = Array.isArray(parsed) ? parsed.map(String) : []
  if (ids.length === 0 || ids.length > max || !ids.every((id) => /^\d+$/.test(id))) {
    throw new LazadaError(code, `E0${code}: "${name}" is invalid`)
  }
  return ids
}

/** An object given as JSON text in one parameter. */
export function jsonParam(values: Params['values'], name: string): JsonObject {
  const parsed = parseJsonParam(text(values, name))
  if (!isObject(parsed)) throw new LazadaError('5', 'E005: Invalid Request Format')
  return parsed
}

/** Parses JSON with numbers beyond 2^53 kept as text; undefined when it is not JSON. */
export function parseJsonParam(raw: string): unknown {
  try {
    JSON.parse(raw)
    return JSON.parse(
      raw.replace(/("(?:\\.|[^"\\])*")|(-?\d{16,})(?![\d.eE])/g, (_, quoted, digits) =>
        typeof quoted === 'string' ? quoted : `"${String(digits)}"`,
      ),
    )
  } catch {
    return undefined
  }
}
