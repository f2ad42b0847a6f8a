import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import { badParam, bare, wrapped } from './envelope.ts'
import type { CallContext, Endpoint } from './gateway.ts'
import type { PartnerApp } from './model.ts'
import { bodyInt, bodyIntList } from './params.ts'
import { PUSH_NAMES } from './pushEvents.ts'
import { signPush } from './sign.ts'
import type { World } from './world.ts'

const KEEP_LOST_SECONDS = 3 * 86400
const PAGE = 100
const WATCH_MS = 6 * 3_600_000
const WATCH_MINIMUM = 600

/** The `push` module. */
export const PUSH_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/push/set_app_push_config', { kind: 'public', handle: setConfig }],
  ['GET', '/api/v2/push/get_app_push_config', { kind: 'public', handle: getConfig }],
  ['GET', '/api/v2/push/get_lost_push_message', { kind: 'public', handle: getLost }],
  ['POST', '/api/v2/push/confirm_consumed_lost_push_message', { kind: 'public', handle: confirmLost }],
]

async function setConfig({ app, body, world }: CallContext): Promise<HttpReply> {
  const url = body['callback_url']
  if (url === undefined && app.callbackUrl === '') throw badParam('callback_url is required')
  const on = bodyIntList(body, 'set_push_config_on')
  const off = bodyIntList(body, 'set_push_config_off')
  const blocked = bodyIntList(body, 'blocked_shop_id_list')
  if (blocked.length > 500) throw badParam('blocked_shop_id_list should hold at most 500 shops')
  if (url !== undefined) {
    if (typeof url !== 'string' || !isWebAddress(url))
      throw badParam('callback_url should be an http or https address')
    if (world.options.verifyCallback && !(await acknowledges(world, app, url))) {
      throw badParam(
        'callback_url should answer the verification push with 2xx and an empty body within 3 seconds',
      )
    }
    app.callbackUrl = url
  }
  for (const code of on) app.pushOff.delete(code)
  for (const code of off) app.pushOff.add(code)
  if ('blocked_shop_id_list' in body) {
    app.blockedShops.clear()
    for (const shopId of blocked) app.blockedShops.add(shopId)
  }
  return wrapped({ result: 'success' })
}

/** Sends the verification push of code 0, signed like any other. */
async function acknowledges(world: World, app: PartnerApp, url: string): Promise<boolean> {
  const body = JSON.stringify({
    code: 0,
    data: { verify_info: 'This is a Verification message.Please respond in the certain format.' },
  })
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        authorization: signPush(app.pushKey || app.partnerKey, url, body),
      },
      body,
      signal: AbortSignal.timeout(world.options.ackDeadlineMs),
    })
    return response.ok && (await response.text()) === ''
  } catch {
    return false
  }
}

/** True for an absolute http(s) address. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function getConfig({ app, world }: CallContext): HttpReply {
  const codes = Object.keys(PUSH_NAMES)
    .map(Number)
    .filter((code) => code > 0)
  return wrapped({
    callback_url: app.callbackUrl,
    live_push_status: deliveryHealth(world, app),
    suspended_time: 0,
    blocked_shop_id: [...app.blockedShops],
    push_config_on_list: codes.filter((code) => !app.pushOff.has(code)),
    push_config_off_list: codes.filter((code) => app.pushOff.has(code)),
  })
}

function deliveryHealth(world: World, app: PartnerApp): 'Normal' | 'Warning' | 'Suspended' {
  const since = world.clock.ms() - WATCH_MS
  const recent = world.pushes
    .list(Infinity)
    .filter((p) => p.appId === app.partnerId && Date.parse(p.createdAt) >= since && p.attempts.length > 0)
  if (recent.length < WATCH_MINIMUM) return 'Normal'
  const share = recent.filter((push) => push.state === 'delivered').length / recent.length
  return share < 0.3 ? 'Suspended' : share < 0.7 ? 'Warning' : 'Normal'
}

function getLost({ app, world }: CallContext): HttpReply {
  const oldest = world.clock.seconds() - KEEP_LOST_SECONDS
  const lost = app.lostPushes.filter((push) => push.lostAt >= oldest)
  const page = lost.slice(0, PAGE)
  return wrapped({
    push_message_list: page.map((push): Wire => ({
      ...(push.shopId === null ? {} : { shop_id: push.shopId }),
      code: push.code,
      timestamp: push.lostAt,
      data: push.body,
    })),
    has_next_page: lost.length > page.length,
    last_message_id: page.at(-1)?.messageId ?? 0,
  })
}

function confirmLost({ app, body }: CallContext): HttpReply {
  const last = bodyInt(body, 'last_message_id', { min: 0 })
  const keep = app.lostPushes.filter((push) => push.messageId > last)
  app.lostPushes.splice(0, app.lostPushes.length, ...keep)
  return bare()
}
