import { setTimeout as sleep } from 'node:timers/promises'
import { numberParam, type FaultContext } from '../core/faults.ts'
import { json, nginxError, type HttpReply, type HttpRequest } from '../core/http.ts'
import { isObject, type JsonObject } from '../core/wire.ts'
import type { Scope } from './catalogue.ts'
import { ApiError, badParam, failure } from './envelope.ts'
import type { App, Shop } from './model.ts'
import { sameSignature, signRequest } from './sign.ts'
import { cipherOf, type Grant } from './tokens.ts'
import type { World } from './world.ts'

const MAX_AGE_SECONDS = 300
const MAX_AHEAD_SECONDS = 30

/** What a handler is given after all checks have passed. */
export interface CallContext {
  readonly world: World
  readonly app: App
  readonly grant: Grant
  readonly request: HttpRequest
  readonly query: URLSearchParams
  readonly params: Readonly<Record<string, string>>
  readonly body: JsonObject
}
export interface ShopCallContext extends CallContext {
  readonly shop: Shop
}

interface Common {
  readonly scope: Scope
  /** The body is `multipart/form-data`. */
  readonly multipart?: boolean
}
/** One API of the platform. `seller` endpoints refuse a shop cipher, `shop` endpoints demand one. */
export type Endpoint =
  | (Common & {
      readonly kind: 'seller'
      readonly handle: (context: CallContext) => HttpReply | Promise<HttpReply>
    })
  | (Common & {
      readonly kind: 'shop'
      readonly handle: (context: ShopCallContext) => HttpReply | Promise<HttpReply>
    })

export type EndpointRow = readonly [method: string, path: string, endpoint: Endpoint]

/** Runs one API call: transport faults, the checks in their order, then the handler. */
export async function callEndpoint(
  world: World,
  endpoint: Endpoint,
  request: HttpRequest,
  params: Readonly<Record<string, string>>,
): Promise<HttpReply> {
  const where = faultContext(world, request)
  const disturbed = await transportFault(world, where)
  if (disturbed) return disturbed
  try {
    const app = checkApp(world, request, where)
    checkTimestamp(world, request, where)
    checkSignature(world, endpoint, request, app, where)
    const grant = checkToken(world, request, app, where)
    checkScope(world, endpoint, app, grant, where)
    const shop = checkCipher(world, endpoint, request, grant, where)
    checkRate(world, request, app, shop)
    if (world.struck('internal_error', where))
      throw new ApiError(36009003, 'Internal error. Please try again later.')
    const context: CallContext = {
      world,
      app,
      grant,
      request,
      params,
      query: request.query,
      body: readBody(endpoint, request),
    }
    const reply = await handle(endpoint, context, shop)
    if (request.method !== 'GET' && world.struck('timeout_after_write', where)) {
      throw new ApiError(36009007, 'Gateway timeout.')
    }
    return world.struck('lost_answer', where) ? { hang: true } : reply
  } catch (error) {
    if (error instanceof ApiError) return failure(error)
    throw error
  }
}

function handle(
  endpoint: Endpoint,
  context: CallContext,
  shop: Shop | undefined,
): HttpReply | Promise<HttpReply> {
  if (endpoint.kind === 'seller') return endpoint.handle(context)
  if (!shop) throw new ApiError(106013, 'The shop_cipher is missing.', 400)
  return endpoint.handle({ ...context, shop })
}

/** Filters a fault can be matched with, out of a request. */
export function faultContext(world: World, request: HttpRequest): FaultContext<string> {
  const appKey = request.query.get('app_key') ?? undefined
  const cipher = request.query.get('shop_cipher') ?? ''
  const shop =
    cipher && appKey ? [...world.shops.keys()].find((id) => cipherOf(appKey, id) === cipher) : undefined
  return { path: request.path, appId: appKey, shopId: shop }
}

async function transportFault(world: World, where: FaultContext<string>): Promise<HttpReply | undefined> {
  const { faults } = world
  const slow = faults.strike('slow', where)
  if (slow) await sleep(numberParam(slow, 'ms', 3000))
  if (faults.strike('hang', where)) return { hang: true }
  if (faults.strike('html_error', where)) return nginxError(400, 'Bad Request')
  if (faults.strike('http_500', where)) return nginxError(500, 'Internal Server Error')
  if (faults.strike('http_503', where)) return nginxError(503, 'Service Temporarily Unavailable')
  if (faults.strike('http_429', where)) return failure(tooMany())
  const limit = faults.strike('rate_limit', where)
  if (limit) {
    const key = `fault:${where.appId ?? ''}:${where.shopId ?? ''}`
    if (world.throttle.exceeded(key, numberParam(limit, 'callsPerSecond', 10), world.clock.ms()))
      return failure(tooMany())
  }
  return undefined
}

const tooMany = (): ApiError => new ApiError(36009002, 'Too many requests.', 429)

function checkApp(world: World, request: HttpRequest, where: FaultContext<string>): App {
  const appKey = request.query.get('app_key') ?? ''
  if (appKey === '') throw badParam('Missing required parameter: app_key')
  const app = world.apps.get(appKey)
  if (!app || world.struck('app_key_unknown', where)) throw badParam('Invalid app_key.')
  const ip = request.remoteAddress.replace(/^::ffff:/, '')
  if (world.struck('ip_undeclared', where) || (app.allowedIps.length > 0 && !app.allowedIps.includes(ip))) {
    throw new ApiError(36009033, `The caller IP ${ip} is not in the IP allow list.`, 403)
  }
  return app
}

function checkTimestamp(world: World, request: HttpRequest, where: FaultContext<string>): void {
  const skew = world.faults.strike('clock_skew', where)
  if (!world.options.strict && !skew) return
  const raw = request.query.get('timestamp') ?? ''
  if (raw === '') throw badParam('Missing required parameter: timestamp')
  const timestamp = Number(/^-?\d{1,11}$/.test(raw) ? raw : NaN)
  if (Number.isNaN(timestamp)) throw badParam('Invalid timestamp: 10 digits of seconds are expected.')
  if (timestamp < 0) throw badParam('Invalid timestamp: it is negative.')
  const now = world.clock.seconds() + (skew ? numberParam(skew, 'seconds', 900) : 0)
  if (now - timestamp > MAX_AGE_SECONDS) throw badParam('Invalid timestamp: it is older than 5 minutes.')
  if (timestamp - now > MAX_AHEAD_SECONDS) throw badParam('Invalid timestamp: it is too far in the future.')
}

function checkSignature(
  world: World,
  endpoint: Endpoint,
  request: HttpRequest,
  app: App,
  where: FaultContext<string>,
): void {
  const rotated = world.struck('secret_rotated', where)
  if (!world.options.strict && !rotated) return
  const given = request.query.get('sign') ?? ''
  if (given === '') throw badParam('Missing required parameter: sign')
  const bodies: (Buffer | string)[] = [endpoint.multipart ? '' : request.body]
  const isEmpty = ['{}', '[]'].includes(request.body.toString('latin1'))
  if (world.options.acceptsUnsignedEmptyBody && isEmpty) bodies.push('')
  const parts = { path: request.path, query: request.query }
  if (
    rotated ||
    !bodies.some((body) => sameSignature(signRequest(app.appSecret, { ...parts, body }), given))
  ) {
    throw new ApiError(106001, 'Invalid credentials. The signature is invalid.', 401)
  }
}

function checkToken(world: World, request: HttpRequest, app: App, where: FaultContext<string>): Grant {
  const header = request.headers['x-tts-access-token']
  const token = typeof header === 'string' ? header : ''
  if (token === '')
    throw new ApiError(36009004, 'Invalid access token: the x-tts-access-token header is missing.', 401)
  if (world.struck('revoked', where)) throw new ApiError(105001, 'The access token is invalid.', 401)
  const access = world.tokens.check(token, app.appKey)
  if (access.state === 'invalid') throw new ApiError(105001, 'The access token is invalid.', 401)
  if (access.state === 'expired' || world.struck('expired_token', where)) {
    throw new ApiError(105002, 'The access token has expired.', 401)
  }
  if (world.struck('wrong_region', where))
    throw new ApiError(36009004, 'Invalid access token: it belongs to another region.', 401)
  return access.grant
}

function checkScope(
  world: World,
  { scope }: Endpoint,
  app: App,
  grant: Grant,
  where: FaultContext<string>,
): void {
  if (!world.struck('scope_missing', where) && app.scopes.has(scope) && grant.scopes.includes(scope)) return
  throw new ApiError(105005, `Access denied: you should apply auth pkg for this api (${scope}).`, 401)
}

function checkCipher(
  world: World,
  endpoint: Endpoint,
  request: HttpRequest,
  grant: Grant,
  where: FaultContext<string>,
): Shop | undefined {
  const cipher = request.query.get('shop_cipher')
  if (endpoint.kind === 'seller') {
    if (cipher !== null && !world.options.acceptsSuperfluousCipher)
      throw badParam('Unexpected identifier: shop_cipher')
    return undefined
  }
  if (!cipher) throw new ApiError(106013, 'The shop_cipher is missing.', 400)
  const shopId = grant.shopIds.find((id) => cipherOf(grant.appKey, id) === cipher)
  const shop = shopId === undefined ? undefined : world.shops.get(shopId)
  if (!shop || world.struck('foreign_cipher', where)) {
    throw new ApiError(101000, 'The shop_cipher does not belong to the access token.', 401)
  }
  if (!shop.active) throw new ApiError(36009043, 'The shop is disabled.', 403)
  return shop
}

function checkRate(world: World, request: HttpRequest, app: App, shop: Shop | undefined): void {
  const path = request.path.replace(/\d{6,}/g, ':id')
  const key = `${path}:${app.appKey}:${shop?.id ?? ''}`
  if (world.throttle.exceeded(key, world.options.callsPerSecond, world.clock.ms())) throw tooMany()
}

function readBody(endpoint: Endpoint, request: HttpRequest): JsonObject {
  const type = request.headers['content-type'] ?? ''
  if (endpoint.multipart) {
    if (!type.startsWith('multipart/form-data'))
      throw new ApiError(36009023, 'multipart/form-data is expected.', 400)
    return {}
  }
  if (!type.startsWith('application/json'))
    throw new ApiError(36009022, 'content-type should be application/json.', 400)
  if (request.body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'))
    if (isObject(value)) return value
  } catch {
    // falls through to the refusal
  }
  throw new ApiError(36009022, 'The request body is not a JSON object.', 400)
}

/** What an address that leads nowhere answers. */
export function noEndpoint(kind: 'not_found' | 'wrong_verb' | 'retired'): HttpReply {
  const code = { not_found: 36009009, wrong_verb: 36009010, retired: 36009014 }[kind]
  const message = {
    not_found: 'No such path.',
    wrong_verb: 'Wrong HTTP method.',
    retired: 'This version is not available.',
  }[kind]
  return json({ code, message, request_id: '', data: null }, kind === 'wrong_verb' ? 405 : 404)
}
