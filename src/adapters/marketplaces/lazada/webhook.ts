import { z } from 'zod'
import { AdapterError, type Hint, type ParsedWebhook, type Webhook } from '../../contract.ts'
import { hmacSha256Hex, sameText } from '../../kit/hmac.ts'
import { parseJson } from '../../kit/json.ts'
import { id, instant, maybeCount, read, words } from './wire.ts'

const message = z.object({
  seller_id: id,
  message_type: maybeCount,
  timestamp: instant,
  data: z.unknown().optional(),
  promotionId: id,
})
const data = z.object({
  trade_order_id: id,
  reverse_order_id: id,
  reverse_status: words,
  item_id: id,
  itemId: id,
  seller_id: id,
  sellerId: id,
  status: words,
})
type Data = z.output<typeof data>

const order = ({ trade_order_id: externalOrderId }: Data): Hint[] =>
  externalOrderId ? [{ kind: 'order', externalOrderId }] : []
/** Cancellations are reversals too, but nothing comes back. */
const reversal = (body: Data): Hint[] =>
  body.reverse_order_id && !body.reverse_status.startsWith('CANCEL')
    ? [...order(body), { kind: 'return', externalReturnId: body.reverse_order_id }]
    : order(body)
const listing = ({ item_id, itemId }: Data): Hint[] => {
  const externalItemId = item_id || itemId
  return externalItemId ? [{ kind: 'listing', externalItemId }] : []
}
const expiring = ({ seller_id: externalShopId }: Data): Hint[] => [
  { kind: 'authorization', change: 'expiring', ...(externalShopId ? { externalShopId } : {}) },
]
const nothing = (): Hint[] => []

/** Every documented push: its name and what it is a hint to. */
const PUSHES: Readonly<Record<number, { topic: string; hints: (body: Data) => Hint[] }>> = {
  0: { topic: 'trade_order', hints: order },
  1: { topic: 'product_quality_control', hints: listing },
  2: { topic: 'chat', hints: nothing },
  3: { topic: 'product_created', hints: listing },
  4: { topic: 'product_edited', hints: listing },
  5: { topic: 'product_deleted', hints: listing },
  // Names a SKU but no item, so there is nothing to fetch; the next stock push corrects it anyway.
  6: { topic: 'shallow_stock', hints: nothing },
  7: { topic: 'short_video', hints: nothing },
  8: { topic: 'authorization_expiring', hints: expiring },
  10: { topic: 'reverse_order', hints: reversal },
  11: { topic: 'promotion', hints: nothing },
  12: { topic: 'category_tree', hints: nothing },
  13: { topic: 'seller_status', hints: nothing },
  14: { topic: 'fulfillment_package', hints: order },
  19: { topic: 'chat_session', hints: nothing },
  21: { topic: 'review', hints: nothing },
  35: { topic: 'purchase_order', hints: nothing },
  46: { topic: 'purchase_order_change', hints: nothing },
}

const bare = (topic: string, hint: Hint): ParsedWebhook => ({
  topic,
  externalShopId: null,
  eventId: null,
  occurredAt: null,
  hints: [hint],
})

/** Lazada's push: signed over app key and raw body; the answer is HTTP 200 within half a second. */
export const lazadaWebhook: Webhook = {
  verify({ headers, rawBody }, credentials) {
    const given = headerOf(headers, 'authorization')
    const { appKey = '', appSecret = '' } = credentials
    if (given === undefined || appKey === '' || appSecret === '') return false
    return sameText(hmacSha256Hex(appSecret, appKey, rawBody), given)
  },

  parse(rawBody) {
    if (rawBody.byteLength === 0) return bare('verification', { kind: 'ping' })
    const envelope = read(message, bodyOf(rawBody), 'push')
    const { message_type: type } = envelope
    if (type === null) {
      // Promotions come without an envelope; what the console's Verify button sends has no type at all.
      return envelope.promotionId
        ? bare('promotion', { kind: 'ignored' })
        : bare('verification', { kind: 'ping' })
    }
    const push = Object.hasOwn(PUSHES, type) ? PUSHES[type] : undefined
    // Only the pushes we act on have a shape we may insist on.
    const fields =
      push && push.hints !== nothing ? read(data, envelope.data ?? {}, `push ${type}`) : undefined
    const hints = push && fields ? push.hints(fields) : []
    return {
      topic: push?.topic ?? String(type),
      externalShopId: envelope.seller_id || fields?.seller_id || fields?.sellerId || null,
      eventId: null,
      occurredAt: envelope.timestamp,
      hints: hints.length > 0 ? hints : [{ kind: 'ignored' }],
    }
  },

  acknowledge: { status: 200, body: '', withinMs: 500 },
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

function bodyOf(rawBody: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch (cause) {
    throw new AdapterError({
      kind: 'contract',
      reason: 'unexpected_response',
      message: 'Lazada push is not JSON',
      cause,
    })
  }
}
