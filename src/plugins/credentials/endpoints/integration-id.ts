import { createHash } from 'node:crypto'

/**
 * The id of an organisation's integration with a marketplace (a UUID of version 8). It is known before the first
 * save and the same after a disconnect, so that a webhook address registered at the marketplace stays right.
 */
export function integrationIdOf(organisationId: string, marketplace: string): string {
  const digest = createHash('sha256')
    .update(`kanal.integration:${organisationId.toLowerCase()}:${marketplace}`)
    .digest()
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6)
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = digest.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
