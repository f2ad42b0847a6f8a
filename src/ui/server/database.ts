import type { Payload } from 'payload'
import type { Pool } from 'pg'
import { autocommit, type Tx } from '../../database/tx.ts'

/** Read-only statements for a page, each on its own. Every statement names the organisations it may see. */
export const reader = (payload: Payload): Tx => autocommit((payload.db as unknown as { pool: Pool }).pool)
