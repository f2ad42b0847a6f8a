import { batches } from '../../kit/batches.ts'
import type { RowKey } from './rows.ts'

const MODELS_PER_CALL = 50

interface Sellable {
  externalItemId: string
  externalVariantId: string
}

/**
 * Targets grouped as one call each: one item, at most 50 models. Rows of the same call stand or fall together
 * when Shopee rejects its form, so an outdated link to the item itself stays apart from its variants.
 */
export function byItem<T extends Sellable>(targets: readonly T[], perCall = MODELS_PER_CALL): T[][] {
  const items = new Map<string, T[]>()
  for (const target of targets) {
    const key = `${target.externalItemId}${target.externalVariantId === '' ? '' : '/variants'}`
    const ofItem = items.get(key)
    if (ofItem) ofItem.push(target)
    else items.set(key, [target])
  }
  return [...items.values()].flatMap((ofItem) => batches(ofItem, Math.min(perCall, MODELS_PER_CALL)))
}

/** Tells rows of an answer apart. An item without models comes back with model 0 or none; a lone row is ours. */
export const isModel =
  (asked: number) =>
  (row: RowKey, target: Sellable): boolean =>
    row.model_id === target.externalVariantId || (asked === 1 && row.model_id === '')
