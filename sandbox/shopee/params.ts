import type { JsonObject } from '../core/wire.ts'
import { badParam } from './envelope.ts'

/** A required integer out of a query; refuses anything else with `error_param`. */
export function queryInt(
  query: URLSearchParams,
  name: string,
  range: { min?: number; max?: number } = {},
): number {
  const raw = query.get(name)
  if (raw === null || raw === '') throw badParam(`${name} is required`)
  return checkInt(Number(/^-?\d+$/.test(raw) ? raw : NaN), name, range)
}

/** An optional integer out of a query. */
export function optionalQueryInt(query: URLSearchParams, name: string): number | undefined {
  const raw = query.get(name)
  return raw === null || raw === '' ? undefined : queryInt(query, name)
}

/** A required text out of a query. */
export function queryText(query: URLSearchParams, name: string): string {
  const raw = query.get(name)
  if (raw === null || raw === '') throw badParam(`${name} is required`)
  return raw
}

/** A list given as repeated keys, comma-joined, or in brackets: all three spellings occur in the wild. */
export function queryList(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.replace(/^\[|\]$/g, '').split(/[,\s]+/))
    .filter((value) => value !== '')
}

/** A required integer out of a JSON body. */
export function bodyInt(body: JsonObject, name: string, range: { min?: number; max?: number } = {}): number {
  const value = body[name]
  if (typeof value !== 'number') throw badParam(`${name} is required and must be an integer`)
  return checkInt(value, name, range)
}

/** A required non-empty text out of a JSON body. */
export function bodyText(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw badParam(`${name} is required`)
  return value
}

/** A required list of 1 to `max` entries out of a JSON body. */
export function bodyList(body: JsonObject, name: string, max: number): unknown[] {
  const value = body[name]
  if (!Array.isArray(value) || value.length < 1 || value.length > max) {
    throw badParam(`${name} should be a list of 1 to ${max} entries`)
  }
  return value
}

/** An optional list of integers out of a JSON body. */
export function bodyIntList(body: JsonObject, name: string): number[] {
  const value = body[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every((n): n is number => Number.isInteger(n))) {
    throw badParam(`${name} should be a list of integers`)
  }
  return value
}

function checkInt(value: number, name: string, range: { min?: number; max?: number }): number {
  if (!Number.isSafeInteger(value)) throw badParam(`${name} should be an integer`)
  if (range.min !== undefined && value < range.min) throw badParam(`${name} should be at least ${range.min}`)
  if (range.max !== undefined && value > range.max) throw badParam(`${name} should be at most ${range.max}`)
  return value
}
