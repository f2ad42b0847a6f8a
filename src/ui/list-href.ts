/** One condition of a list filter, in Payload's words. */
export interface Condition {
  field: string
  operator: 'equals' | 'in' | 'not_in' | 'exists' | 'greater_than' | 'greater_than_equal' | 'less_than'
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object'

/**
 * The conditions of a list's filter, all of which hold together, as its address tells them. Null for a filter with
 * alternatives, which is not a plain list of conditions.
 */
export const conditionsOf = (where: unknown): readonly Condition[] | null => {
  if (where === undefined || where === null) return []
  const alternatives = isRecord(where) && isRecord(where.or) ? Object.values(where.or) : null
  if (!alternatives) return null
  const [only, ...others] = alternatives
  if (only === undefined) return []
  if (others.length > 0 || !isRecord(only) || !isRecord(only.and)) return null
  return Object.values(only.and).flatMap((each) =>
    Object.entries(isRecord(each) ? each : {}).flatMap(([field, test]) =>
      Object.entries(isRecord(test) ? test : {}).map(([operator, value]) => ({
        field,
        operator: operator as Condition['operator'],
        value: isRecord(value) ? Object.values(value).map(String) : String(value),
      })),
    ),
  )
}

/** Whether two filters ask the same, in whatever order. */
export const sameConditions = (one: readonly Condition[], other: readonly Condition[]): boolean => {
  const key = ({ field, operator, value }: Condition) =>
    JSON.stringify([field, operator, [value].flat().map(String)])
  const keys = other.map(key)
  return one.length === other.length && one.every((condition) => keys.includes(key(condition)))
}
