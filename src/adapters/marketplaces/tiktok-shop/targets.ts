import type { AdapterError, ErrorKind } from '../../contract.ts'

/** Failures that say nothing about the value itself. */
const UNDECIDED: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'auth',
  'permission',
  'rate_limit',
  'transient',
])

/** The targets of each product: one call changes SKUs of one product only. */
export function byItem<T extends { externalItemId: string }>(targets: readonly T[]): Map<string, T[]> {
  const items = new Map<string, T[]>()
  for (const target of targets)
    items.set(target.externalItemId, [...(items.get(target.externalItemId) ?? []), target])
  return items
}

/** The SKU a target means: every product has one, also where Kanal stored no variant. */
export const withoutVariant = (externalVariantId: string, skuIds: readonly string[]): string =>
  externalVariantId || (skuIds.length === 1 ? (skuIds[0] ?? '') : '')

/** The first error when nothing at all was decided, else undefined. */
export function undecided(
  results: readonly ({ ok: true } | { ok: false; error: AdapterError })[],
): AdapterError | undefined {
  const [first] = results
  const isOpen = results.every((result) => !result.ok && UNDECIDED.has(result.error.kind))
  return first && !first.ok && isOpen ? first.error : undefined
}
