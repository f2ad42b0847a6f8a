import type { Payload } from 'payload'
import type { Pool } from 'pg'

/** The pool Payload's PostgreSQL adapter works on; the type of `payload.db` knows only what all databases share. */
export const poolOf = (payload: Pick<Payload, 'db'>): Pool => (payload.db as unknown as { pool: Pool }).pool
