/** One condition of a list filter, in Payload's words. */
export interface Condition {
  field: string
  operator:
    'equals' | 'contains' | 'in' | 'not_in' | 'exists' | 'greater_than' | 'greater_than_equal' | 'less_than'
  value: string | number | boolean | readonly string[]
}

/** The address of a collection's list with these filters on, in the shape its filter bar can show and edit. */
export const listHref = (collection: string, conditions: readonly Condition[] = []): string => {
  const pairs = conditions.flatMap(({ field, operator, value }, index) => {
    const name = `where[or][0][and][${index}][${field}][${operator}]`
    return Array.isArray(value)
      ? value.map((one: string, position) => [`${name}[${position}]`, one] as const)
      : [[name, String(value)] as const]
  })
  const query = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString()
  return `/admin/collections/${collection}${query ? `?${query}` : ''}`
}

/** `where[or][0][and][2][status][in][1]`: the alternative, the condition, its field and operator, a place in a list. */
const CONDITION = /^where\[or\]\[(\d+)\]\[and\]\[(\d+)\]\[([^\]]+)\]\[([^\]]+)\](\[\d*\])?$/

/**
 * The conditions of a list's filter, all of which hold together, from the parameters of its address. Null for a filter
 * with alternatives or of another shape, which is not a plain list of conditions.
 */
export const conditionsOf = (
  searchParams: Readonly<Record<string, string | string[] | undefined>> | undefined,
): readonly Condition[] | null => {
  const found = new Map<string, Condition>()
  for (const [name, value] of Object.entries(searchParams ?? {})) {
    if (!name.startsWith('where') || value === undefined || value === '') continue
    const [, alternative, index, field, operator, place] = CONDITION.exec(name) ?? []
    if (alternative !== '0' || !field || !operator) return null
    const key = `${index}:${field}:${operator}`
    const values = [value].flat()
    const before = found.get(key)?.value
    found.set(key, {
      field,
      operator: operator as Condition['operator'],
      value: place ? [...(Array.isArray(before) ? (before as string[]) : []), ...values] : String(value),
    })
  }
  return [...found.values()]
}

/** Whether two filters ask the same, in whatever order. */
export const sameConditions = (one: readonly Condition[], other: readonly Condition[]): boolean => {
  const key = ({ field, operator, value }: Condition) =>
    JSON.stringify([field, operator, [value].flat().map(String)])
  const keys = other.map(key)
  return one.length === other.length && one.every((condition) => keys.includes(key(condition)))
}
