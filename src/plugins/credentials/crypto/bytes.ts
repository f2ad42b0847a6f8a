const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a UUID in the canonical lower-case spelling PostgreSQL returns. */
export const isUuid = (value: string): boolean => UUID.test(value)

/** The 16 bytes of a UUID. @throws RangeError when it is not canonical. */
export function uuidBytes(uuid: string): Buffer {
  if (!isUuid(uuid)) throw new RangeError('Not a canonical UUID')
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** The canonical spelling of 16 bytes as a UUID. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Length-prefixed UTF-8 parts: `['a', 'bc']` and `['ab', 'c']` never give the same bytes. */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}
