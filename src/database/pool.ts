import pg, { type PoolConfig } from 'pg'

const INT8 = 20
const NUMERIC = 1700

/** Quantities, versions and rupiah stay far below 2^53; a number beyond it is a bug that must not pass silently. */
const safeNumber = (text: string): number => {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError(`Number too large: ${text}`)
  return value
}

const types: NonNullable<PoolConfig['types']> = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (oid === INT8 || oid === NUMERIC) && format !== 'binary'
      ? safeNumber
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/** How every connection of ours behaves, Payload's included: integers as numbers, no statement or transaction for ever. */
export const poolConfig = (options: {
  url: string | undefined
  max: number
  applicationName: string
}): PoolConfig => ({
  connectionString: options.url,
  max: options.max,
  application_name: options.applicationName,
  types,
  idleTimeoutMillis: 30_000,
  connectionTimeoutMillis: 10_000,
  statement_timeout: 60_000,
  idle_in_transaction_session_timeout: 60_000,
  keepAlive: true,
})

/** A pool that survives a lost connection: without a listener the `error` event would end the process. */
export function createPool(options: {
  url: string
  max: number
  applicationName: string
  onError?: (error: Error) => void
}): pg.Pool {
  const pool = new pg.Pool(poolConfig(options))
  pool.on('error', options.onError ?? (() => undefined))
  return pool
}
