import { z } from 'zod'
import {
  AdapterError,
  type CredentialValues,
  type Hint,
  type ParsedWebhook,
  type Webhook,
} from '../../contract.ts'
import { hmacSha256Hex, sameText } from '../../kit/hmac.ts'
import { parseJson } from '../../kit/json.ts'
import { count, id, instant, list, read } from './wire.ts'

const message = z.object({ code: count, shop_id: id, timestamp: instant, msg_id: id, data: z.unknown() })

const data = z.object({
  ordersn: id,
  order_sn: id,
  return_sn: id,
  item_id: id,
  shop_id: id,
  shopid: id,
  shop_id_list: list(id),
  shop_expire_soon: list(z.union([id, z.object({ shop_id: id }).transform((entry) => entry.shop_id)])),
})
type Data = z.output<typeof data>

const order = ({ ordersn, order_sn }: Data): Hint[] => {
  const externalOrderId = ordersn || order_sn
  return externalOrderId ? [{ kind: 'order', externalOrderId }] : []
}
const returned = (body: Data): Hint[] =>
  body.return_sn ? [...order(body), { kind: 'return', externalReturnId: body.return_sn }] : order(body)
const listing = ({ item_id: externalItemId }: Data): Hint[] =>
  externalItemId ? [{ kind: 'listing', externalItemId }] : []
const authorization =
  (change: 'granted' | 'revoked' | 'expiring') =>
  (body: Data): Hint[] => {
    const shops = new Set([body.shop_id, body.shopid, ...body.shop_id_list, ...body.shop_expire_soon])
    shops.delete('')
    if (shops.size === 0) return [{ kind: 'authorization', change }]
    return [...shops].map((externalShopId) => ({ kind: 'authorization', change, externalShopId }))
  }

/** Each push Kanal listens to: its name and what it is a hint to. */
const PUSHES: Readonly<Record<number, { topic: string; hints: (body: Data) => Hint[] }>> = {
  1: { topic: 'shop_authorization', hints: authorization('granted') },
  2: { topic: 'shop_authorization_canceled', hints: authorization('revoked') },
  3: { topic: 'order_status', hints: order },
  4: { topic: 'order_trackingno', hints: order },
  7: { topic: 'item_promotion', hints: listing },
  8: { topic: 'reserved_stock_change', hints: (body) => [...listing(body), ...order(body)] },
  9: { topic: 'promotion_update', hints: listing },
  12: { topic: 'open_api_authorization_expiry', hints: authorization('expiring') },
  15: { topic: 'shipping_document_status', hints: order },
  16: { topic: 'violation_item', hints: listing },
  22: { topic: 'item_price_update', hints: listing },
  29: { topic: 'return_updates', hints: returned },
  30: { topic: 'package_fulfillment_status', hints: order },
  47: { topic: 'package_info', hints: order },
}

const ping = (topic: string): ParsedWebhook => ({
  topic,
  externalShopId: null,
  eventId: null,
  occurredAt: null,
  hints: [{ kind: 'ping' }],
})

/** Shopee's push: signed over the registered address and the raw body; the answer is an empty 2xx within 3 s. */
export const shopeeWebhook: Webhook = {
  verify({ url, headers, rawBody }, credentials) {
    const given = headerOf(headers, 'authorization')
    const key = keyOf(credentials)
    return given !== undefined && key !== '' && sameText(hmacSha256Hex(key, `${url}|`, rawBody), given)
  },

  parse(rawBody) {
    if (rawBody.byteLength === 0) return ping('0')
    const {
      code,
      shop_id: shopId,
      timestamp,
      msg_id: messageId,
      data: body,
    } = read(message, bodyOf(rawBody), 'push')
    if (code === 0) return ping('verify_info')
    const push = PUSHES[code]
    // Only the pushes we act on have a shape we may insist on.
    const fields = push ? read(data, body ?? {}, `push ${code}`) : undefined
    const hints = push && fields ? push.hints(fields) : []
    return {
      topic: push?.topic ?? String(code),
      externalShopId: shopId || fields?.shop_id || fields?.shopid || null,
      eventId: messageId || null,
      occurredAt: timestamp,
      hints: hints.length > 0 ? hints : [{ kind: 'ignored' }],
    }
  },

  acknowledge: { status: 200, body: '', withinMs: 3_000 },
}

/** A push key of its own where the console has one, else the partner key. */
function keyOf(credentials: CredentialValues): string {
  return credentials['pushKey'] || (credentials['partnerKey'] ?? '')
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
      message: 'Shopee push is not JSON',
      cause,
    })
  }
}
