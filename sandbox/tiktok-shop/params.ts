import { isObject, type JsonObject } from '../core/wire.ts'
import { badParam } from './envelope.ts'

/** A required integer in the query; a `page_size` in the body does not count. */
export function queryInt(
  query: URLSearchParams,
  name: string,
  range: { min: number; max: number; fallback?: number },
): number {
  const raw = query.get(name)
  if (raw === null || raw === '') {
    if (range.fallback !== undefined) return range.fallback
    throw badParam(`Missing required parameter: ${name}`)
  }
  const value = /^\d+$/.test(raw) ? Number(raw) : NaN
  if (!(value >= range.min && value <= range.max)) {
    throw badParam(`Invalid parameter ${name}: should be from ${range.min} to ${range.max}`)
  }
  return value
}

/** One of the allowed words, or the first one when absent. */
export function queryWord(
  query: URLSearchParams,
  name: string,
  allowed: readonly string[],
  required = false,
): string {
  const raw = query.get(name) ?? ''
  if (raw === '') {
    if (required) throw badParam(`Missing required parameter: ${name}`)
    return allowed[0] ?? ''
  }
  if (!allowed.includes(raw)) throw badParam(`Invalid parameter ${name}: ${raw}`)
  return raw
}

export function queryText(query: URLSearchParams, name: string): string {
  const raw = query.get(name) ?? ''
  if (raw === '') throw badParam(`Missing required parameter: ${name}`)
  return raw
}

/** A comma-joined list. */
export const queryList = (query: URLSearchParams, name: string): string[] =>
  (query.get(name) ?? '').split(',').filter((each) => each !== '')

export function bodyText(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw badParam(`Missing required parameter: ${name}`)
  return value
}

/** An optional list of texts; numbers are refused, since ids are text. */
export function bodyTexts(body: JsonObject, name: string, max: number): string[] | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === 'string')) {
    throw badParam(`Invalid parameter ${name}: should be a list of strings`)
  }
  if (value.length > max) throw badParam(`Invalid parameter ${name}: at most ${max}`)
  return value
}

export function bodyObjects(body: JsonObject, name: string, max: number): JsonObject[] {
  const value = body[name]
  if (!Array.isArray(value) || value.length === 0) throw badParam(`Missing required parameter: ${name}`)
  if (value.length > max || !value.every(isObject)) throw badParam(`Invalid parameter ${name}`)
  return value
}

export function bodyTime(body: JsonObject, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw badParam(`Invalid parameter ${name}`)
  return value
}

/** A `…_ge` / `…_lt` window on one time; the upper bound is excluded. */
export function bodyWindow(body: JsonObject, field: string): (time: number) => boolean {
  const from = bodyTime(body, `${field}_ge`) ?? 0
  const to = bodyTime(body, `${field}_lt`) ?? Number.MAX_SAFE_INTEGER
  if (from >= to) throw badParam(`Invalid parameter ${field}_ge: should be before ${field}_lt`)
  return (time) => time >= from && time < to
}

/** One page of a sorted list. Tokens hold the sort key of the last row, so insertions neither repeat nor skip. */
export function pageOf<T>(
  rows: readonly { readonly key: string; readonly row: T }[],
  query: URLSearchParams,
  size: number,
  order: 'ASC' | 'DESC' = 'ASC',
): { rows: T[]; next: string } {
  const sign = order === 'ASC' ? 1 : -1
  const sorted = [...rows].sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
  const token = query.get('page_token') ?? ''
  const after = token === '' ? undefined : Buffer.from(token, 'base64').toString('utf8')
  if (after !== undefined && !after.startsWith('k:')) throw badParam('Invalid parameter page_token')
  const rest =
    after === undefined
      ? sorted
      : sorted.filter(({ key }) => (sign === 1 ? key > after.slice(2) : key < after.slice(2)))
  const page = rest.slice(0, size)
  const last = page.at(-1)
  return {
    rows: page.map(({ row }) => row),
    next: last && rest.length > page.length ? Buffer.from(`k:${last.key}`).toString('base64') : '',
  }
}

/** A key that sorts by time, then by id. */
export const sortKey = (time: number, id: string): string =>
  `${String(time).padStart(12, '0')}:${id.padStart(20, '0')}`
