import { randomUUID } from 'node:crypto'
import { AdapterError, type Cause, type ErrorKind } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'

/** Longer than a refresh may take, so that a lease never ends under a call that is still under way. */
export const LEASE_SECONDS = 90

export interface RefreshState {
  /** Names the token pair in force. */
  generation: number
  /** Refreshes that ended, well or not. */
  attempts: number
  isLeased: boolean
  lastError: StoredError | null
}

interface StoredError {
  kind: ErrorKind
  reason: Cause
}

/** Where the refreshing of a shop's tokens stands. */
export async function readRefreshState(tx: Tx, shopId: string): Promise<RefreshState> {
  const [row] = await tx.query<RefreshState>(
    `select generation, attempts, coalesce(lease_until > now(), false) as "isLeased", last_error as "lastError"
     from token_refreshes where shop_id = $1`,
    [shopId],
  )
  return row ?? { generation: 0, attempts: 0, isLeased: false, lastError: null }
}

/**
 * Takes the sole right to spend the refresh token of this generation.
 * @returns the lease's id, or null when someone else has it, or has used it since `seen` was read.
 */
export async function takeLease(
  tx: Tx,
  shopId: string,
  seen: Pick<RefreshState, 'generation' | 'attempts'>,
): Promise<string | null> {
  const leaseId = randomUUID()
  const rows = await tx.query(
    `update token_refreshes set lease_id = $4, lease_until = now() + make_interval(secs => $5), updated_at = now()
     where shop_id = $1 and generation = $2 and attempts = $3 and (lease_until is null or lease_until <= now())
     returning shop_id`,
    [shopId, seen.generation, seen.attempts, leaseId, LEASE_SECONDS],
  )
  return rows.length > 0 ? leaseId : null
}

/** Gives a lease back after a failure, for the waiting ones to learn of. */
export async function endLease(tx: Tx, shopId: string, leaseId: string, error: unknown): Promise<void> {
  const stored: StoredError =
    error instanceof AdapterError
      ? { kind: error.kind, reason: error.reason }
      : { kind: 'transient', reason: 'internal' }
  await tx.query(
    `update token_refreshes
     set lease_id = null, lease_until = null, attempts = attempts + 1, last_error = $3, updated_at = now()
     where shop_id = $1 and lease_id = $2`,
    [shopId, leaseId, JSON.stringify(stored)],
  )
}

/** The failure another process met while refreshing, as an error of our own. */
export const failureOf = (stored: StoredError | null): AdapterError =>
  new AdapterError({
    kind: stored?.kind ?? 'transient',
    reason: stored?.reason ?? 'internal',
    message: 'Another process could not refresh the token',
  })
