import type { HttpResponse } from '../../../adapters/contract.ts'

/** Values larger than this are instants in Unix seconds, smaller ones durations. */
const INSTANT_FROM = 1_000_000_000
/** A provider that asks for longer is asked again after this. */
const MOST_MS = 24 * 3_600_000

/** When `Retry-After` lets us go on, from seconds or an HTTP date, in milliseconds from now; 0 when it says nothing. */
export function retryAfterMs(value: string | undefined, now: Date): number {
  const text = value?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1_000)
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? 0 : bounded(at - now.getTime())
}

/**
 * The pause a response asks for, in milliseconds: `Retry-After` of a refusal, or a rate limit header that says that
 * nothing is left until a certain moment. 0 when it asks for none.
 */
export function pauseOf({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>, now: Date): number {
  const named = lowerCased(headers)
  const asked = status === 429 || status === 503 ? retryAfterMs(named.get('retry-after'), now) : 0
  const left = first(named, 'x-ratelimit-remaining', 'ratelimit-remaining')
  const reset = Number(first(named, 'x-ratelimit-reset', 'ratelimit-reset') ?? Number.NaN)
  if (left?.trim() !== '0' || !Number.isFinite(reset)) return asked
  const until = reset > INSTANT_FROM ? reset * 1_000 - now.getTime() : reset * 1_000
  return Math.max(asked, bounded(until))
}

const bounded = (milliseconds: number): number => Math.min(MOST_MS, Math.max(0, Math.ceil(milliseconds)))

const lowerCased = (headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const first = (headers: ReadonlyMap<string, string>, ...names: readonly string[]): string | undefined =>
  names.map((name) => headers.get(name)).find((value) => value !== undefined)
