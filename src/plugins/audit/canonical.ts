import { createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'

/** One audit row as the chain sees it. Every column counts. */
export interface ChainedEvent {
  id: string
  organisationId: string
  seq: number
  at: Date
  actorType: string
  actorId: string | null
  actorLabel: string | null
  action: string
  targetType: string
  targetId: string | null
  targetLabel: string | null
  outcome: string
  reason: string | null
  fields: unknown
  ip: string | null
  userAgent: string | null
  requestId: string | null
}

/** What the first row of a chain follows. */
export const GENESIS = Buffer.alloc(32)

/** JSON of one spelling only (RFC 8785). @throws Error for values JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('This value has no canonical JSON')
  return text
}

/** HMAC-SHA256 of a row under the organisation's chain key, tied to the row before it. */
export const macOf = (key: Buffer, previous: Buffer, { at, ...event }: ChainedEvent): Buffer =>
  createHmac('sha256', key)
    .update(previous)
    .update(canonicalJson({ v: 1, at: at.toISOString(), ...event }))
    .digest()
