import type { Hint, Webhook } from 'kanal/adapter'
import { hmacSha256Hex, parseJson, sameText } from 'kanal/adapter/kit'
import { z } from 'zod'
import { readAs } from './errors.ts'
import { id, instant } from './wire.ts'

const message = z.object({ event: z.string(), shop_id: id, at: instant, about: id.optional() })

/** Signed over the raw bytes with the app's secret; what it tells is a hint, and never applied itself. */
export const webhook: Webhook = {
  verify({ headers, rawBody }, { appSecret = '' }) {
    const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-toko-sign')?.[1]
    return given !== undefined && appSecret !== '' && sameText(hmacSha256Hex(appSecret, rawBody), given)
  },

  parse(rawBody) {
    const {
      event,
      shop_id: externalShopId,
      at: occurredAt,
      about,
    } = readAs(message, toJson(rawBody), 'webhook')
    return { topic: event, externalShopId, eventId: null, occurredAt, hints: [hintOf(event, about)] }
  },

  acknowledge: { status: 200, body: 'ok', withinMs: 3_000 },
}

function hintOf(event: string, about: string | undefined): Hint {
  if (event === 'consent.withdrawn') return { kind: 'authorization', change: 'revoked' }
  if (event === 'order.changed' && about) return { kind: 'order', externalOrderId: about }
  if (event === 'product.changed' && about) return { kind: 'listing', externalItemId: about }
  return { kind: 'ignored' }
}

/** Undefined for what is not JSON, which no schema accepts. */
function toJson(rawBody: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch {
    return undefined
  }
}
