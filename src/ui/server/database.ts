import type { Payload } from 'payload'
import { poolOf } from '../../database/pool-of.ts'
import { autocommit, type Tx } from '../../database/tx.ts'

/** Read-only statements for a page, each on its own. Every statement names the organisations it may see. */
export const reader = (payload: Payload): Tx => autocommit(poolOf(payload))
