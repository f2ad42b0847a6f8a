import { z } from 'zod'
import { AdapterError, type Hint, type Webhook } from '../../contract.ts'
import { sameText } from '../../kit/hmac.ts'
import { parseJson } from '../../kit/json.ts'
import { NAME } from './name.ts'
import { signWebhook } from './sign.ts'
import { count, id, instant, list, read } from './wire.ts'

const message = z.object({
  type: count,
  tts_notification_id: id,
  shop_id: id,
  timestamp: instant,
  data: z.unknown(),
})

const data = z.object({
  order_id: id,
  return_id: id,
  product_id: id,
  tts_shop_id: id,
  order_ids: list(id),
  package_list: list(z.object({ order_id_list: list(id) })),
})
type Data = z.output<typeof data>

const orders = ({ order_id, order_ids, package_list }: Data): Hint[] => {
  const ids = new Set([order_id, ...order_ids, ...package_list.flatMap((parcel) => parcel.order_id_list)])
  ids.delete('')
  return [...ids].map((externalOrderId) => ({ kind: 'order', externalOrderId }))
}
const returned = (body: Data): Hint[] =>
  body.return_id ? [...orders(body), { kind: 'return', externalReturnId: body.return_id }] : orders(body)
const listing = ({ product_id: externalItemId }: Data): Hint[] =>
  externalItemId ? [{ kind: 'listing', externalItemId }] : []
const nothing = (): Hint[] => []
const authorization = (change: 'revoked' | 'expiring') => (): Hint[] => [{ kind: 'authorization', change }]

/** Each message with a documented shape: its name and what it is a hint to. */
const TYPES: Readonly<Record<number, { topic: string; hints: (body: Data) => Hint[] }>> = {
  1: { topic: 'order_status_change', hints: orders },
  2: { topic: 'reverse_status_update', hints: orders },
  3: { topic: 'recipient_address_update', hints: orders },
  4: { topic: 'package_update', hints: orders },
  5: { topic: 'product_status_change', hints: listing },
  6: { topic: 'seller_deauthorization', hints: authorization('revoked') },
  7: { topic: 'upcoming_authorization_expiration', hints: authorization('expiring') },
  11: { topic: 'cancellation_status_change', hints: orders },
  12: { topic: 'return_status_change', hints: returned },
  13: { topic: 'new_conversation', hints: nothing },
  14: { topic: 'new_message', hints: nothing },
  15: { topic: 'product_information_change', hints: listing },
  16: { topic: 'product_creation', hints: listing },
  18: { topic: 'product_category_change', hints: listing },
  27: { topic: 'inventory_status_change', hints: listing },
  33: { topic: 'new_message_listener', hints: nothing },
  35: { topic: 'tokopedia_mirror_status_change', hints: nothing },
  36: { topic: 'invoice_status_change', hints: orders },
  37: { topic: 'product_audit_status_change', hints: listing },
}

/** The platform's webhook: signed over app key and raw body; the answer is an empty 200 within 3 s. */
export const tiktokShopWebhook: Webhook = {
  verify({ headers, rawBody }, credentials) {
    const given = headerOf(headers, 'authorization')
    const appKey = credentials['appKey'] ?? ''
    const appSecret = credentials['appSecret'] ?? ''
    if (given === undefined || appKey === '' || appSecret === '') return false
    return sameText(signWebhook(appKey, appSecret, rawBody), given)
  },

  parse(rawBody) {
    const {
      type,
      tts_notification_id: eventId,
      shop_id: shopId,
      timestamp,
      data: body,
    } = read(message, bodyOf(rawBody), 'webhook')
    const known = TYPES[type]
    // New kinds appear over time; only those we know have a shape to insist on.
    const fields = known ? read(data, body, `webhook ${type}`) : undefined
    const hints = known && fields ? known.hints(fields) : []
    return {
      topic: known?.topic ?? String(type),
      externalShopId: shopId || fields?.tts_shop_id || null,
      eventId: eventId || null,
      occurredAt: timestamp,
      hints: hints.length > 0 ? hints : [{ kind: 'ignored' }],
    }
  },

  acknowledge: { status: 200, body: '', withinMs: 3_000 },
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

function bodyOf(rawBody: Uint8Array): unknown {
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw notJson(cause)
  }
  throw notJson()
}

const notJson = (cause?: unknown): AdapterError =>
  new AdapterError({
    kind: 'contract',
    reason: 'unexpected_response',
    message: `${NAME} webhook is not a JSON object`,
    cause,
  })
