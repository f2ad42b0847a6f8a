import type { CredentialValues } from './credentials.ts'

export interface WebhookRequest {
  /** The callback address exactly as registered with the marketplace; some sign over it. */
  url: string
  headers: Readonly<Record<string, string>>
  rawBody: Uint8Array
}
/** A webhook is a hint: it says what to fetch, and is never applied itself. */
export type Hint =
  | { kind: 'order'; externalOrderId: string }
  | { kind: 'listing'; externalItemId: string }
  | { kind: 'return'; externalReturnId: string }
  /** One message may concern several shops; without an id it is the webhook's own shop. */
  | { kind: 'authorization'; change: 'granted' | 'revoked' | 'expiring'; externalShopId?: string }
  | { kind: 'ping' }
  | { kind: 'ignored' }
export interface ParsedWebhook {
  topic: string
  externalShopId: string | null
  /** The provider's message id, when it has one; else Kanal hashes shop, topic and body. */
  eventId: string | null
  occurredAt: Date | null
  hints: readonly Hint[]
}
export interface Webhook {
  /** Constant-time check over the raw bytes. Never throws: a malformed request is simply false. */
  verify(request: WebhookRequest, credentials: CredentialValues): boolean
  /** Only called after `verify`. @throws AdapterError (kind contract) when the body is not what was agreed. */
  parse(rawBody: Uint8Array): ParsedWebhook
  /** What the marketplace wants to hear, and how soon (milliseconds). */
  acknowledge: { status: number; body: string; withinMs: number }
}
