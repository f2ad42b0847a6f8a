import { setTimeout as sleep } from 'node:timers/promises'
import { numberParam, type FaultContext } from '../core/faults.ts'
import { nginxError, type HttpReply, type HttpRequest } from '../core/http.ts'
import { isObject, type JsonObject } from '../core/wire.ts'
import { badParam, failure, ShopeeError } from './envelope.ts'
import type { PartnerApp, Shop } from './model.ts'
import { sameSignature, signRequest, type SignedParts } from './sign.ts'
import type { World } from './world.ts'

const MAX_CLOCK_DIFFERENCE = 300
const MAX_ID = 4294967295

/** What a handler is given after all checks have passed. */
export interface CallContext {
  readonly world: World
  readonly app: PartnerApp
  readonly request: HttpRequest
  readonly query: URLSearchParams
  readonly body: JsonObject
}

export interface ShopCallContext extends CallContext {
  readonly shop: Shop
}

/** One API of the platform. The class decides what is signed and which tokens are needed. */
export type Endpoint =
  | { readonly kind: 'public'; readonly handle: (context: CallContext) => HttpReply | Promise<HttpReply> }
  | { readonly kind: 'shop'; readonly handle: (context: ShopCallContext) => HttpReply | Promise<HttpReply> }

/** Runs one API call: transport faults, the checks in their order, then the handler. */
export async function callEndpoint(
  world: World,
  endpoint: Endpoint,
  request: HttpRequest,
): Promise<HttpReply> {
  const where = faultContext(request)
  const disturbed = await transportFault(world, where)
  if (disturbed) return disturbed
  try {
    const app = checkPartner(world, request, where)
    checkTimestamp(world, request, where)
    checkSignature(world, endpoint, request, app, where)
    const shop = endpoint.kind === 'shop' ? checkShop(world, request, app, where) : undefined
    if (app.deniedPaths.some((part) => request.path.includes(part))) {
      throw new ShopeeError('error_api_permission', 'The app has no permission for this API.')
    }
    businessFault(world, where)
    const body = readBody(request)
    if (body === undefined) return nginxError(400, 'Bad Request')
    const context: CallContext = { world, app, request, query: request.query, body }
    if (endpoint.kind === 'public') return await endpoint.handle(context)
    if (shop === undefined) throw badParam('shop_id is required')
    return await endpoint.handle({ ...context, shop })
  } catch (error) {
    if (error instanceof ShopeeError) return failure(error)
    throw error
  }
}

/** Filters a fault can be matched with, out of a request. */
export function faultContext(request: HttpRequest): FaultContext {
  const number = (name: string): number | undefined => {
    const raw = request.query.get(name)
    return raw !== null && /^\d+$/.test(raw) ? Number(raw) : undefined
  }
  return { path: request.path, shopId: number('shop_id'), appId: number('partner_id') }
}

async function transportFault(world: World, where: FaultContext): Promise<HttpReply | undefined> {
  const { faults } = world
  const slow = faults.strike('slow', where)
  if (slow) await sleep(numberParam(slow, 'ms', 3000))
  if (faults.strike('hang', where)) return { hang: true }
  if (faults.strike('html_error', where)) return nginxError(400, 'Bad Request')
  if (faults.strike('http_500', where)) return nginxError(500, 'Internal Server Error')
  if (faults.strike('http_503', where)) return nginxError(503, 'Service Temporarily Unavailable')
  const throttled = faults.strike('http_429', where)
  if (throttled) return failure(tooMany(numberParam(throttled, 'retryAfterSeconds', 2)))
  const limit = faults.strike('rate_limit', where)
  if (limit) {
    const key = `${where.appId ?? 0}:${where.shopId ?? 0}`
    if (world.throttle.exceeded(key, numberParam(limit, 'callsPerSecond', 10), world.clock.ms()))
      return failure(tooMany(1))
  }
  return undefined
}

function tooMany(seconds: number): ShopeeError {
  return new ShopeeError(
    'error_rate_limit',
    'Your API call has exceeded the rate limit. Please try again later.',
    {
      status: 429,
      headers: { 'retry-after': String(seconds) },
    },
  )
}

function businessFault(world: World, where: FaultContext): void {
  if (world.struck('error_server', where))
    throw new ShopeeError('error_server', 'Something wrong. Please try later.')
  if (world.struck('error_limit', where))
    throw new ShopeeError(
      'error_limit',
      'The daily call quota of the app is used up. It resets at 00:00 UTC+8.',
    )
}

function readId(request: HttpRequest, name: string): number {
  const raw = request.query.get(name)
  if (raw === null || raw === '') throw badParam(`There is no ${name} in query.`)
  const value = /^\d+$/.test(raw) ? Number(raw) : NaN
  if (!(value >= 0 && value <= MAX_ID))
    throw badParam(`Invalid ${name}, must be an integer from 0 to ${MAX_ID}.`)
  return value
}

function checkPartner(world: World, request: HttpRequest, where: FaultContext): PartnerApp {
  const partnerId = readId(request, 'partner_id')
  const app = world.apps.get(partnerId)
  if (!app) throw new ShopeeError('invalid_partner_id', 'Invalid partner_id, please have a check.')
  if (world.struck('partner_key_expired', where)) {
    throw new ShopeeError(
      'error_partner_key_expired',
      'The live partner key has expired. Please reset it in the console.',
    )
  }
  const ip = request.remoteAddress.replace(/^::ffff:/, '')
  if (world.struck('ip_undeclared', where) || (app.allowedIps.length > 0 && !app.allowedIps.includes(ip))) {
    throw new ShopeeError(
      'source_ip_undeclared',
      `Source IP ${ip} is undeclared. Declare it in the IP address white list of the app.`,
    )
  }
  return app
}

function checkTimestamp(world: World, request: HttpRequest, where: FaultContext): void {
  const skew = world.faults.strike('clock_skew', where)
  if (!world.options.strict && !skew) return
  const timestamp = readId(request, 'timestamp')
  const now = world.clock.seconds() + (skew ? numberParam(skew, 'seconds', 900) : 0)
  if (Math.abs(now - timestamp) > MAX_CLOCK_DIFFERENCE) {
    throw badParam('Invalid timestamp: the timestamp has expired.')
  }
}

function checkSignature(
  world: World,
  endpoint: Endpoint,
  request: HttpRequest,
  app: PartnerApp,
  where: FaultContext,
): void {
  const sign = request.query.get('sign') ?? ''
  const rotated = world.struck('secret_rotated', where)
  if (!world.options.strict && !rotated) return
  if (sign === '') throw badParam('There is no sign in query.')
  const parts: SignedParts = {
    partnerId: app.partnerId,
    path: request.path,
    timestamp: request.query.get('timestamp') ?? '',
  }
  const accessToken = request.query.get('access_token') ?? ''
  const ownerId = request.query.get('shop_id') ?? request.query.get('merchant_id') ?? ''
  const bothOwners = request.query.has('shop_id') && request.query.has('merchant_id')
  const accepted: SignedParts[] = []
  if (endpoint.kind === 'public') accepted.push(parts)
  if (!bothOwners) accepted.push({ ...parts, accessToken, ownerId })
  if (rotated || !accepted.some((p) => sameSignature(signRequest(app.partnerKey, p), sign))) {
    throw new ShopeeError('error_sign', 'Wrong sign.')
  }
}

function checkShop(world: World, request: HttpRequest, app: PartnerApp, where: FaultContext): Shop {
  const token = request.query.get('access_token') ?? ''
  if (token === '') throw badParam('There is no access_token in query.')
  const shopId = readId(request, 'shop_id')
  if (world.struck('revoked', where)) throw notLinked()
  if (world.struck('wrong_region', where)) throw otherRegion()
  if (world.struck('expired_token', where) || !world.tokens.accessValid(token, app.partnerId, shopId)) {
    throw new ShopeeError('invalid_acceess_token', 'Invalid access_token, please have a check.')
  }
  const shop = world.shops.get(shopId)
  if (!shop || !world.tokens.linked(app.partnerId, shopId)) throw notLinked()
  if (shop.status === 'BANNED') throw new ShopeeError('shop_banned', 'The shop is banned.')
  return shop
}

/** What a host answers about a shop of another region. */
export const otherRegion = (): ShopeeError =>
  new ShopeeError('error_auth', 'The shop belongs to another region than this host.')

function notLinked(): ShopeeError {
  return new ShopeeError(
    'partner_shop_no_link',
    'The shop is not linked to the partner. Ask the seller to authorize again.',
  )
}

/** The JSON body; an empty one is `{}`; undefined when it is not a JSON object. */
function readBody(request: HttpRequest): JsonObject | undefined {
  const isForm = request.headers['content-type']?.startsWith('multipart/form-data') ?? false
  if (request.method !== 'POST' || request.body.length === 0 || isForm) return {}
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
