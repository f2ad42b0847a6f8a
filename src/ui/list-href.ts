/** One condition of a list filter, in Payload's words. */
export interface Condition {
  field: string
  operator: 'equals' | 'in' | 'exists' | 'greater_than' | 'less_than'
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
