import type { PayloadRequest } from 'payload'
import type { Pool, PoolClient } from 'pg'

/**
 * One open database transaction. Domain functions take a `Tx` first, so that whoever calls them decides
 * what is atomic. Never keep one past the callback that handed it out, and never do network work while holding it.
 */
export interface Tx {
  /** Runs one statement with positional parameters (`$1`…) and returns its rows. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
}

/** Thrown when code that must run inside a transaction was called without one. */
export class NoTransactionError extends Error {
  constructor() {
    super('This operation must run inside a database transaction, and there is none.')
    this.name = 'NoTransactionError'
  }
}

const RETRYABLE = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 6

/** A `Tx` over a connection that the caller has already put into a transaction (or wants statement by statement). */
export const txOn = (client: Pick<PoolClient, 'query'>): Tx => ({
  query: async (text, values) => {
    const result = await client.query(text, values as unknown[] | undefined)
    return result.rows
  },
})

/**
 * Runs `fn` in a transaction of its own (READ COMMITTED) and commits what it did, or rolls all of it back and
 * rethrows. A serialisation failure or deadlock (40001, 40P01) runs `fn` again from the start, up to five times
 * with jitter: `fn` must therefore have no effect outside the database.
 */
export async function transaction<T>(pool: Pool, fn: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await fn(txOn(client))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError
      })
      const code = (error as { code?: string }).code
      if (!code || !RETRYABLE.has(code) || attempt >= MAX_ATTEMPTS) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
    } finally {
      client.release(broken)
    }
  }
}

interface DrizzleSession {
  db: { session?: { client?: Pick<PoolClient, 'query'> } }
}

/**
 * The transaction that Payload opened for this request, as a `Tx`.
 * @throws NoTransactionError when the request has none. Payload itself would fall back to the pool silently and
 * commit each statement alone, which is exactly what a caller of this function must not get.
 */
export async function txOf(req: PayloadRequest): Promise<Tx> {
  const id = await req.transactionID
  const sessions = (req.payload.db as unknown as { sessions?: Record<string, DrizzleSession> }).sessions
  const client = id === undefined || id === null ? undefined : sessions?.[id]?.db.session?.client
  if (!client) throw new NoTransactionError()
  return txOn(client)
}

/** The pool as a `Tx` for single statements that need no transaction: each runs and commits alone. */
export const autocommit = (pool: Pool): Tx => ({
  query: async (text, values) => {
    const result = await pool.query(text, values as unknown[] | undefined)
    return result.rows
  },
})
