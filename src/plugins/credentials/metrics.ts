import { DecryptError } from './crypto/decrypt-error.ts'

/** Sealing and opening values, wrapping and unwrapping keys with a master key (a call, where a key service holds it). */
export const CRYPTO_OPERATIONS = ['seal', 'open', 'wrap', 'unwrap'] as const
export type CryptoOperation = (typeof CRYPTO_OPERATIONS)[number]

/** Upper bounds of the buckets, in milliseconds. */
export const BOUNDS_MS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 25, 100, 500, 2_500] as const

/** What was counted of one operation since the process started. */
export interface OperationCounts {
  /** Calls by the first bound they stay within; the last stands for slower ones. */
  buckets: number[]
  totalMs: number
  /** Failed calls by their kind; they are in the buckets too. */
  failures: Record<string, number>
}

/** Numbers only: no name, no key, no value. */
export interface CryptoCounts {
  operations: Record<CryptoOperation, OperationCounts>
  /** Unwrapped organisation keys found in memory, and not found. */
  cache: { hits: number; misses: number }
}

const nothing = (): OperationCounts => ({
  buckets: new Array<number>(BOUNDS_MS.length + 1).fill(0),
  totalMs: 0,
  failures: {},
})

const SLOT = Symbol.for('kanal.crypto-counts')
type Holder = typeof globalThis & { [SLOT]?: CryptoCounts }

/** One per process: the web process loads this file twice, once for itself and once in Next's bundle. */
const counts: CryptoCounts = ((globalThis as Holder)[SLOT] ??= {
  operations: { seal: nothing(), open: nothing(), wrap: nothing(), unwrap: nothing() },
  cache: { hits: 0, misses: 0 },
})

function count(operation: CryptoOperation, began: number, error?: unknown): void {
  const took = performance.now() - began
  const { buckets, failures } = counts.operations[operation]
  let slot = 0
  while (slot < BOUNDS_MS.length && took > (BOUNDS_MS[slot] ?? Infinity)) slot += 1
  buckets[slot] = (buckets[slot] ?? 0) + 1
  counts.operations[operation].totalMs += took
  if (error === undefined) return
  const kind = error instanceof DecryptError ? error.reason : 'other'
  failures[kind] = (failures[kind] ?? 0) + 1
}

/** Counts and times a call. */
export function timed<T>(operation: CryptoOperation, call: () => T): T {
  const began = performance.now()
  try {
    const result = call()
    count(operation, began)
    return result
  } catch (error) {
    count(operation, began, error)
    throw error
  }
}

/** `timed` for a call that waits. */
export async function timedWait<T>(operation: CryptoOperation, call: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    const result = await call()
    count(operation, began)
    return result
  } catch (error) {
    count(operation, began, error)
    throw error
  }
}

/** Counts a look into the memory for an organisation's key. */
export function countLook(found: boolean): void {
  if (found) counts.cache.hits += 1
  else counts.cache.misses += 1
}

/** What this process has counted so far. */
export const cryptoCounts = (): CryptoCounts => structuredClone(counts)
