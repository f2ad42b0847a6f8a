/** Values that can go on the wire. A bigint is written as a bare JSON integer, however long. */
export type Wire =
  string | number | bigint | boolean | null | undefined | readonly Wire[] | { readonly [key: string]: Wire }

/** A JSON object with unknown content, as received. */
export type JsonObject = Record<string, unknown>

/** `JSON.stringify` that also writes bigints, unquoted: marketplaces do send 64-bit integers. */
export function stringifyWire(value: Wire): string {
  if (typeof value === 'bigint') return value.toString()
  if (value === undefined || value === null) return 'null'
  if (Array.isArray(value)) return `[${(value as readonly Wire[]).map(stringifyWire).join(',')}]`
  if (typeof value === 'object') {
    const parts: string[] = []
    for (const [key, part] of Object.entries(value as { readonly [key: string]: Wire })) {
      if (part !== undefined) parts.push(`${JSON.stringify(key)}:${stringifyWire(part)}`)
    }
    return `{${parts.join(',')}}`
  }
  return JSON.stringify(value)
}

/** True for a plain JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object, or an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The value as an array, or an empty one. */
export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
