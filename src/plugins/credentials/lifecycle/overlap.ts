type Versions = Readonly<Record<string, number>>

/** For how many hours the values replaced now stay usable beside the new ones, or that none of before does. */
export type Overlap = { hours: number } | 'end'

/** The versions, by field, that stay usable beside the ones in force after a change, or null. */
export function previousFields(
  head: { fields: Versions; previous_fields: Versions | null },
  overlap: Overlap | undefined,
  set: readonly string[],
  cleared: readonly string[],
): Versions | null {
  const touched = new Set([...set, ...cleared])
  const kept = Object.entries(overlap === 'end' ? {} : (head.previous_fields ?? {}))
  const replaced = Object.entries(typeof overlap === 'object' ? head.fields : {})
  const previous = [
    ...kept.filter(([field]) => !touched.has(field)),
    ...replaced.filter(([field]) => set.includes(field)),
  ]
  return previous.length > 0 ? Object.fromEntries(previous) : null
}
