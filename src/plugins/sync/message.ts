import { createHash } from 'node:crypto'
import { AdapterError, type MarketplaceAdapter, type ParsedWebhook } from '../../adapters/contract.ts'
import type { InboxMessage } from './inbox.ts'

/** Longer provider ids are hashed, so that the unique index stays small. */
const MAX_EVENT_ID_LENGTH = 128
const MAX_TOPIC_LENGTH = 128

/** Headers worth keeping; the others are our own proxies' or carry the signature. */
const KEPT_HEADERS = ['content-type', 'user-agent', 'date', 'x-request-id']

/** What is stored of a verified webhook. One that cannot be read is stored too, with the problem. */
export function readMessage(
  adapter: MarketplaceAdapter,
  owner: { organisationId: string; integrationId: string },
  request: { headers: Readonly<Record<string, string>>; rawBody: Uint8Array },
): InboxMessage {
  const parsed = parse(adapter, request.rawBody)
  const topic = (parsed?.topic ?? 'unreadable').slice(0, MAX_TOPIC_LENGTH)
  const externalShopId = parsed?.externalShopId ?? null
  return {
    organisationId: owner.organisationId,
    integrationId: owner.integrationId,
    marketplace: adapter.id,
    externalShopId,
    eventKey: eventKeyOf(parsed?.eventId ?? null, externalShopId, topic, request.rawBody),
    topic,
    body: request.rawBody,
    headers: Object.fromEntries(
      KEPT_HEADERS.flatMap((name) =>
        request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
      ),
    ),
    error: parsed ? null : 'unexpected_response',
  }
}

function parse(adapter: MarketplaceAdapter, rawBody: Uint8Array): ParsedWebhook | null {
  try {
    return adapter.webhook.parse(rawBody)
  } catch (error) {
    if (error instanceof AdapterError) return null
    throw error
  }
}

/** The provider's message id, or a hash of what makes two messages the same. */
function eventKeyOf(
  eventId: string | null,
  externalShopId: string | null,
  topic: string,
  body: Uint8Array,
): string {
  if (eventId !== null && eventId.length <= MAX_EVENT_ID_LENGTH) return `id:${eventId}`
  const hash = createHash('sha256')
  hash.update(`${externalShopId ?? ''}\0${topic}\0${eventId ?? ''}\0`)
  return `sha256:${hash.update(eventId === null ? body : '').digest('hex')}`
}
