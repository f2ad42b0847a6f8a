import type { HttpReply } from '../core/http.ts'
import { badParam, success } from './envelope.ts'
import type { EndpointRow, ShopCallContext } from './gateway.ts'
import { bodyText } from './params.ts'
import { EVENT_OF_TYPE } from './webhookTypes.ts'

const of = { kind: 'shop', scope: 'seller.authorization.info' } as const
const EVENTS = new Set([...Object.values(EVENT_OF_TYPE), 'REVERSE_STATUS_UPDATE'])

/** Webhook addresses per shop and topic. */
export const EVENT_ENDPOINTS: readonly EndpointRow[] = [
  ['GET', '/event/202309/webhooks', { ...of, handle: list }],
  ['PUT', '/event/202309/webhooks', { ...of, handle: put }],
  ['DELETE', '/event/202309/webhooks', { ...of, handle: remove }],
]

function list({ app, shop }: ShopCallContext): HttpReply {
  const mine = [...app.shopWebhooks]
    .filter(([key]) => key.startsWith(`${shop.id}:`))
    .map(([, webhook]) => webhook)
  return success({
    webhooks: mine.map((webhook) => ({
      event_type: webhook.eventType,
      address: webhook.address,
      create_time: webhook.createTime,
      update_time: webhook.updateTime,
    })),
    total_count: mine.length,
  })
}

function put({ world, app, shop, body }: ShopCallContext): HttpReply {
  const eventType = eventOf(bodyText(body, 'event_type'))
  const address = bodyText(body, 'address')
  if (!isAcceptable(address, world.options.acceptsLocalWebhooks)) throw badParam('Invalid parameter address')
  const now = world.clock.seconds()
  const before = app.shopWebhooks.get(`${shop.id}:${eventType}`)
  app.shopWebhooks.set(`${shop.id}:${eventType}`, {
    eventType,
    address,
    createTime: before?.createTime ?? now,
    updateTime: now,
  })
  return success({})
}

/** Succeeds even if nothing was set. */
function remove({ app, shop, body }: ShopCallContext): HttpReply {
  app.shopWebhooks.delete(`${shop.id}:${eventOf(bodyText(body, 'event_type'))}`)
  return success({})
}

function eventOf(word: string): string {
  if (!EVENTS.has(word)) throw badParam(`Invalid parameter event_type: ${word}`)
  return word
}

/** The platform wants https and a domain name without a port; local addresses pass by a switch. */
export function isAcceptable(address: string, localToo: boolean): boolean {
  if (address.length > 255 || !URL.canParse(address)) return false
  const { protocol, port, hostname } = new URL(address)
  if (localToo) return protocol === 'https:' || protocol === 'http:'
  return protocol === 'https:' && port === '' && !/^[\d.]+$|:/.test(hostname)
}
