import type { Tx } from '../../../database/tx.ts'
import { BOUNDS_MS, CRYPTO_OPERATIONS, type CryptoCounts, type CryptoOperation } from '../metrics.ts'

/** Processes that were not heard of for so long are gone; their counts end with them. */
const GONE_AFTER_SECONDS = 300

/** What one running process counted. */
export interface ProcessCounts {
  processId: string
  role: 'web' | 'worker'
  counts: CryptoCounts
}

export async function reportCounts(tx: Tx, { processId, role, counts }: ProcessCounts): Promise<void> {
  await tx.query(
    `insert into crypto_metrics (process_id, role, counts) values ($1, $2, $3::jsonb)
     on conflict (process_id) do update set beat_at = now(), counts = excluded.counts`,
    [processId, role, JSON.stringify(counts)],
  )
  await tx.query('delete from crypto_metrics where beat_at < now() - make_interval(secs => $1)', [
    GONE_AFTER_SECONDS,
  ])
}

export const forgetCounts = (tx: Tx, processId: string): Promise<unknown> =>
  tx.query('delete from crypto_metrics where process_id = $1', [processId])

/** The counts of every running process, at most a quarter of a minute old. */
export const allCounts = (tx: Tx): Promise<ProcessCounts[]> =>
  tx.query<ProcessCounts>(
    `select process_id as "processId", role, counts from crypto_metrics
     where beat_at > now() - make_interval(secs => $1) order by role, started_at, process_id`,
    [GONE_AFTER_SECONDS],
  )

/** One operation over all running processes, for a person. */
export interface OperationFigures {
  operation: CryptoOperation
  calls: number
  failed: number
  /** Half of the calls, and 99 of 100, took no longer than this; null without calls, or for longer than the last bound. */
  p50Ms: number | null
  p99Ms: number | null
}
export interface CryptoFigures {
  operations: OperationFigures[]
  /** Share of looks that found the key in memory, from 0 to 1; null before the first look. */
  cacheShare: number | null
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** The bound that this share of calls stays within. */
function within(buckets: readonly number[], share: number): number | null {
  const wanted = sum(buckets) * share
  if (wanted === 0) return null
  let seen = 0
  for (const [slot, calls] of buckets.entries()) {
    seen += calls
    if (seen >= wanted) return BOUNDS_MS[slot] ?? null
  }
  return null
}

/** What all processes counted, added up. */
export function figuresOf(all: readonly ProcessCounts[]): CryptoFigures {
  const operations = CRYPTO_OPERATIONS.map((operation): OperationFigures => {
    const each = all.map(({ counts }) => counts.operations[operation])
    const buckets = [...BOUNDS_MS, Infinity].map((_, slot) => sum(each.map((one) => one.buckets[slot] ?? 0)))
    return {
      operation,
      calls: sum(buckets),
      failed: sum(each.flatMap(({ failures }) => Object.values(failures))),
      p50Ms: within(buckets, 0.5),
      p99Ms: within(buckets, 0.99),
    }
  })
  const hits = sum(all.map(({ counts }) => counts.cache.hits))
  const looks = hits + sum(all.map(({ counts }) => counts.cache.misses))
  return { operations, cacheShare: looks === 0 ? null : hits / looks }
}

/** The counts in Prometheus text format 0.0.4; times in seconds, as is usual there. */
export function exposition(all: readonly ProcessCounts[]): string {
  const histogram = all.flatMap(({ processId, role, counts }) =>
    CRYPTO_OPERATIONS.flatMap((operation) => {
      const { buckets, totalMs } = counts.operations[operation]
      const labels = `operation="${operation}",role="${role}",process="${processId}"`
      const upTo = (slot: number): number => sum(buckets.slice(0, slot + 1))
      return [
        ...BOUNDS_MS.map(
          (bound, slot) => `kanal_crypto_seconds_bucket{${labels},le="${bound / 1_000}"} ${upTo(slot)}`,
        ),
        `kanal_crypto_seconds_bucket{${labels},le="+Inf"} ${sum(buckets)}`,
        `kanal_crypto_seconds_sum{${labels}} ${totalMs / 1_000}`,
        `kanal_crypto_seconds_count{${labels}} ${sum(buckets)}`,
      ]
    }),
  )
  const failures = all.flatMap(({ processId, role, counts }) =>
    CRYPTO_OPERATIONS.flatMap((operation) =>
      Object.entries(counts.operations[operation].failures).map(
        ([cause, times]) =>
          `kanal_crypto_failures_total{operation="${operation}",cause="${cause}",role="${role}",process="${processId}"} ${times}`,
      ),
    ),
  )
  const cache = all.flatMap(({ processId, role, counts: { cache: looks } }) =>
    (['hits', 'misses'] as const).map(
      (result) =>
        `kanal_key_cache_total{result="${result}",role="${role}",process="${processId}"} ${looks[result]}`,
    ),
  )
  return [
    '# HELP kanal_crypto_seconds Time of sealing and opening values, and of wrapping and unwrapping keys.',
    '# TYPE kanal_crypto_seconds histogram',
    ...histogram,
    '# HELP kanal_crypto_failures_total Calls that failed, by cause.',
    '# TYPE kanal_crypto_failures_total counter',
    ...failures,
    '# HELP kanal_key_cache_total Looks for an unwrapped key in memory.',
    '# TYPE kanal_key_cache_total counter',
    ...cache,
    '',
  ].join('\n')
}
