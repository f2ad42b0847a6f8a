import { randomUUID } from 'node:crypto'
import { AdapterError, type Cause, type ErrorKind } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'

/** Longer than a refresh may take, so that a lease never ends under a call that is still under way. */
export const LEASE_SECONDS = 90

export interface RefreshState {
  /** Names the token pair of the shop that is in force. */
  generation: number
  /** Refreshes of its group that ended, well or not. */
  attempts: number
  isLeased: boolean
  lastError: StoredError | null
}

interface StoredError {
  kind: ErrorKind
  reason: Cause
}

/** Where the refreshing of a shop's tokens stands. Shops that share a token pair share their refreshes. */
export async function readRefreshState(tx: Tx, shopId: string): Promise<RefreshState> {
  const [row] = await tx.query<RefreshState>(
    `select t.generation, g.attempts, coalesce(g.lease_until > now(), false) as "isLeased",
       g.last_error as "lastError"
     from token_refreshes t join token_groups g on g.id = t.group_id
     where t.shop_id = $1`,
    [shopId],
  )
  return row ?? { generation: 0, attempts: 0, isLeased: false, lastError: null }
}

export interface Lease {
  id: string
  groupId: string
}

/**
 * Takes the sole right to spend the refresh token of this generation, for all shops that share it.
 * @returns null when someone else has the lease, or has used it since `seen` was read.
 */
export async function takeLease(
  tx: Tx,
  shopId: string,
  seen: Pick<RefreshState, 'generation' | 'attempts'>,
): Promise<Lease | null> {
  const id = randomUUID()
  const [row] = await tx.query<{ groupId: string }>(
    `update token_groups g
     set lease_id = $4, lease_until = now() + make_interval(secs => $5), updated_at = now()
     from token_refreshes t
     where t.shop_id = $1 and t.generation = $2 and g.id = t.group_id and g.attempts = $3
       and (g.lease_until is null or g.lease_until <= now())
     returning g.id as "groupId"`,
    [shopId, seen.generation, seen.attempts, id, LEASE_SECONDS],
  )
  return row ? { id, groupId: row.groupId } : null
}

/**
 * Gives the lease back after a refresh that went well, in the transaction that stores the new pair.
 * @returns whether it was still held: a pair that comes after the lease was lost must not be stored.
 */
export async function spendLease(tx: Tx, lease: Lease): Promise<boolean> {
  const rows = await tx.query(
    `update token_groups
     set lease_id = null, lease_until = null, attempts = attempts + 1, last_error = null, updated_at = now()
     where id = $1 and lease_id = $2
     returning id`,
    [lease.groupId, lease.id],
  )
  return rows.length > 0
}

/** Gives a lease back after a failure, for the waiting ones to learn of. */
export async function failLease(tx: Tx, lease: Lease, error: unknown): Promise<boolean> {
  const stored: StoredError =
    error instanceof AdapterError
      ? { kind: error.kind, reason: error.reason }
      : { kind: 'transient', reason: 'internal' }
  const rows = await tx.query(
    `update token_groups
     set lease_id = null, lease_until = null, attempts = attempts + 1, last_error = $3, updated_at = now()
     where id = $1 and lease_id = $2
     returning id`,
    [lease.groupId, lease.id, JSON.stringify(stored)],
  )
  return rows.length > 0
}

/** The failure another process met while refreshing, as an error of our own. */
export const failureOf = (stored: StoredError | null): AdapterError =>
  new AdapterError({
    kind: stored?.kind ?? 'transient',
    reason: stored?.reason ?? 'internal',
    message: 'Another process could not refresh the token',
  })
