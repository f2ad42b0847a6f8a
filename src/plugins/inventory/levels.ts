import type { Tx } from '../../database/tx.ts'
import { StockError, type StockErrorCode } from './errors.ts'

/** Why stock changes, who changed it, and the reference that makes a repeat of the same change a no-op. */
export interface StockCause {
  /** What the change belongs to, such as `import` and the import's id, or `manual` and the request's id. */
  ref: { type: string; id: string }
  /** User id, or the part of the system that acts. */
  actor: string
  /** In the seller's words; shown in the ledger. */
  reason: string
}

export interface StockTarget {
  skuId: string
  /** The organisation's default location when left out. */
  locationId?: string
  /** Units: the new count for `setOnHand`, the units that came for `receive`, the difference for `adjust`. */
  quantity: number
}

export interface ChangedLevel {
  skuId: string
  locationId: string
  onHand: number
  reserved: number
  available: number
  /** Change of the count; 0 when there was nothing to do or the reference was known already. */
  delta: number
}

const MAX_QUANTITY = 1_000_000_000
const refusals: Readonly<Record<string, StockErrorCode>> = {
  stock_levels_counters_check: 'below_reserved',
  stock_levels_sku_id_fk: 'unknown_sku',
  stock_levels_location_id_fk: 'unknown_location',
}

interface Change {
  organisationId: string
  targets: readonly StockTarget[]
  cause: StockCause
  kind: { type: 'receive' | 'adjust' | 'count'; absolute: boolean }
  shown?: ReadonlyMap<string, number>
}

async function change(
  tx: Tx,
  { organisationId, targets, cause, kind, shown }: Change,
): Promise<ChangedLevel[]> {
  if (targets.length === 0) return []
  const lowest = kind.type === 'adjust' ? -MAX_QUANTITY : 0
  if (
    targets.some(
      ({ quantity }) => !Number.isInteger(quantity) || quantity < lowest || quantity > MAX_QUANTITY,
    )
  ) {
    throw new StockError('invalid_quantity')
  }
  const changes = targets.map(({ skuId, locationId, quantity }) => ({
    sku_id: skuId,
    location_id: locationId,
    quantity,
    absolute: kind.absolute,
  }))
  try {
    return await tx.query<ChangedLevel & Record<string, unknown>>(
      `select sku_id as "skuId", location_id as "locationId", on_hand as "onHand", reserved, available, delta
       from kanal_change_stock($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        organisationId,
        JSON.stringify(changes),
        kind.type,
        cause.ref.type,
        cause.ref.id,
        cause.actor,
        cause.reason,
        shown ? [...shown.keys()] : null,
        shown ? [...shown.values()] : null,
      ],
    )
  } catch (error) {
    const code = refusals[(error as { constraint?: string }).constraint ?? '']
    throw code ? new StockError(code, { cause: error }) : error
  }
}

/**
 * States how many units lie somewhere: a count, or the first number of an import. All targets in one go (their
 * stock is locked together). Rising stock goes to orders that lack it, earliest ship-by first; every listing of
 * the SKU is queued to be told. `shown` names listings whose shop is known to show a quantity already, so that an
 * import does not send a shop its own number back.
 * @throws StockError, after which the transaction must be rolled back
 */
export const setOnHand = (
  tx: Tx,
  input: {
    organisationId: string
    targets: readonly StockTarget[]
    cause: StockCause
    shown?: ReadonlyMap<string, number>
  },
): Promise<ChangedLevel[]> => change(tx, { ...input, kind: { type: 'count', absolute: true } })

/**
 * Adds units that came in. @throws StockError, after which the transaction must be rolled back
 */
export const receive = (
  tx: Tx,
  input: { organisationId: string; targets: readonly StockTarget[]; cause: StockCause },
): Promise<ChangedLevel[]> => change(tx, { ...input, kind: { type: 'receive', absolute: false } })

/**
 * Corrects stock by a difference, up or down. @throws StockError, after which the transaction must be rolled back
 */
export const adjust = (
  tx: Tx,
  input: { organisationId: string; targets: readonly StockTarget[]; cause: StockCause },
): Promise<ChangedLevel[]> => change(tx, { ...input, kind: { type: 'adjust', absolute: false } })
