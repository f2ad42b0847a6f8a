import { setTimeout as sleep } from 'node:timers/promises'
import { numberParam, type FaultContext } from '../core/faults.ts'
import { nginxError, type HttpReply, type HttpRequest } from '../core/http.ts'
import { failure, LazadaError, missing } from './envelope.ts'
import type { App, Shop } from './model.ts'
import { readParams, type Params } from './params.ts'
import { sameSignature, signRequest } from './sign.ts'
import type { World } from './world.ts'

const MAX_CLOCK_DIFFERENCE_MS = 7200_000

/** What a handler is given after all checks have passed. */
export interface CallContext {
  readonly world: World
  readonly app: App
  /** The path without `/rest`. */
  readonly path: string
  readonly values: Params['values']
  readonly files: Params['files']
}

export interface ShopCallContext extends CallContext {
  readonly shop: Shop
}

/** One API of the platform. The class decides whether an access token is needed. */
export type Endpoint =
  | { readonly kind: 'public'; readonly handle: (context: CallContext) => HttpReply | Promise<HttpReply> }
  | { readonly kind: 'shop'; readonly handle: (context: ShopCallContext) => HttpReply | Promise<HttpReply> }

export type Endpoints = readonly (readonly [
  methods: 'GET' | 'POST' | 'GET|POST',
  path: string,
  endpoint: Endpoint,
])[]

/** What is known of a call before its checks: for faults and the log. */
export interface Seen {
  readonly params: Params | undefined
  readonly where: FaultContext
}

/** Reads a request's parameters; undefined when its body cannot be read. */
export function look(world: World, request: HttpRequest): Seen {
  let params: Params | undefined
  try {
    params = readParams(request)
  } catch {
    params = undefined
  }
  const appKey = Number(params?.values.get('app_key'))
  const app = world.apps.get(appKey)
  const email = app && world.tokens.accountOf(app, params?.values.get('access_token') ?? '')
  const shop = email === undefined ? undefined : world.shopOf(email)
  return { params, where: { path: request.path, appId: app?.appKey, shopId: shop?.sellerId } }
}

/** Runs one API call: transport faults, the checks in their order, then the handler. */
export async function callEndpoint(
  world: World,
  endpoint: Endpoint | undefined,
  request: HttpRequest,
  seen: Seen,
): Promise<HttpReply> {
  const { where } = seen
  const disturbed = await transportFault(world, where)
  if (disturbed) return disturbed
  try {
    const path = request.path.slice('/rest'.length)
    if (!endpoint)
      throw new LazadaError('InvalidApiPath', 'The specified API path is invalid', { type: 'ISV' })
    if (!seen.params) throw new LazadaError('5', 'E005: Invalid Request Format')
    const { values, files } = seen.params
    const app = checkApp(world, values, request, where)
    checkTimestamp(world, values, where)
    checkSignature(world, app, path, values, where)
    const shop = endpoint.kind === 'shop' ? checkShop(world, app, values, where) : undefined
    if (world.struck('missing_permission', where) || app.deniedPaths.some((part) => path.includes(part))) {
      throw new LazadaError('InsufficientPermission', 'Insufficient permission to access this API', {
        type: 'ISV',
      })
    }
    businessFault(world, where)
    const context: CallContext = { world, app, path, values, files }
    if (endpoint.kind === 'public') return await endpoint.handle(context)
    if (!shop) throw missing('access_token')
    return await endpoint.handle({ ...context, shop })
  } catch (error) {
    if (error instanceof LazadaError) return failure(error)
    throw error
  }
}

async function transportFault(world: World, where: FaultContext): Promise<HttpReply | undefined> {
  const { faults } = world
  const slow = faults.strike('slow', where)
  if (slow) await sleep(numberParam(slow, 'ms', 3000))
  if (faults.strike('hang', where)) return { hang: true }
  if (faults.strike('html_error', where)) {
    // The gateway's punish page: not an error by its status.
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>punish</body></html>' }
  }
  if (faults.strike('http_500', where)) return nginxError(500, 'Internal Server Error')
  if (faults.strike('http_503', where)) return nginxError(503, 'Service Temporarily Unavailable')
  const limited = faults.strike('api_call_limit', where)
  if (limited) return failure(callLimit(numberParam(limited, 'seconds', 1)))
  const budget = faults.strike('rate_limit', where)
  if (budget) {
    const key = `${where.appId ?? 0}:${where.shopId ?? 0}`
    const perSecond = numberParam(budget, 'callsPerSecond', 10)
    if (world.throttle.exceeded(key, perSecond, world.clock.ms())) return failure(callLimit(1))
  }
  return undefined
}

function callLimit(seconds: number): LazadaError {
  return new LazadaError(
    'ApiCallLimit',
    `The request frequency exceeds the limit, this ban will last ${seconds} seconds`,
    { type: 'ISV' },
  )
}

function businessFault(world: World, where: FaultContext): void {
  if (world.struck('service_timeout', where))
    throw new LazadaError('ServiceTimeout', 'Service timeout', { type: 'ISP' })
  if (world.struck('qps_901', where)) throw new LazadaError('901', 'E901: The request is limited by QPS')
  if (world.struck('app_call_limit', where)) {
    throw new LazadaError('AppCallLimit', 'App call limit of the day is reached', { type: 'ISV' })
  }
  if (world.struck('campaign_off', where))
    throw new LazadaError('998', 'E998: The API is unavailable during the campaign')
}

function checkApp(world: World, values: Params['values'], request: HttpRequest, where: FaultContext): App {
  for (const name of ['app_key', 'timestamp', 'sign_method', 'sign']) {
    if (world.options.strict && !values.get(name)) throw missing(name)
  }
  const app = world.apps.get(Number(values.get('app_key')))
  if (!app) throw new LazadaError('InvalidAppKey', 'The specified App Key is invalid', { type: 'ISV' })
  const ip = request.remoteAddress.replace(/^::ffff:/, '')
  if (
    world.struck('ip_not_whitelisted', where) ||
    (app.allowedIps.length > 0 && !app.allowedIps.includes(ip))
  ) {
    throw new LazadaError('AppWhiteIpLimit', `The IP ${ip} is not in the white list of the app`, {
      type: 'ISV',
    })
  }
  return app
}

function checkTimestamp(world: World, values: Params['values'], where: FaultContext): void {
  const skew = world.faults.strike('clock_skew', where)
  if (!world.options.strict && !skew) return
  const raw = values.get('timestamp') ?? ''
  const given = /^\d{13}$/.test(raw) ? Number(raw) : Date.parse(raw)
  const now = world.clock.ms() + (skew ? numberParam(skew, 'seconds', 9000) * 1000 : 0)
  if (!(Math.abs(now - given) <= MAX_CLOCK_DIFFERENCE_MS)) {
    throw new LazadaError(world.options.timestampError, 'The timestamp is invalid or expired', {
      type: 'ISV',
    })
  }
}

function checkSignature(
  world: World,
  app: App,
  path: string,
  values: Params['values'],
  where: FaultContext,
): void {
  const rotated = world.struck('secret_rotated', where)
  if (!world.options.strict && !rotated) return
  const given = values.get('sign') ?? ''
  const accepted = [signRequest(app.appSecret, path, values), signRequest(app.appSecret, path, values, true)]
  const isRight =
    values.get('sign_method') === 'sha256' && accepted.some((each) => sameSignature(each, given))
  if (rotated || !isRight) {
    throw new LazadaError(
      'IncompleteSignature',
      'The request signature does not conform to platform standards',
      {
        type: 'ISV',
      },
    )
  }
}

function checkShop(world: World, app: App, values: Params['values'], where: FaultContext): Shop {
  const token = values.get('access_token') ?? ''
  if (token === '') throw missing('access_token')
  const email = world.tokens.accountOf(app, token)
  const shop = email === undefined ? undefined : world.shopOf(email)
  if (!shop || world.struck('expired_token', where) || world.struck('revoked', where)) {
    throw new LazadaError('IllegalAccessToken', 'The specified access token is invalid or expired', {
      type: 'ISV',
    })
  }
  if (world.struck('wrong_region', where)) {
    throw new LazadaError('IllegalAccessToken', 'The specified access token belongs to another country', {
      type: 'ISV',
    })
  }
  if (world.struck('not_subscribed', where)) {
    throw new LazadaError('AppNotSubscribed', 'The seller has not subscribed to the app', { type: 'ISV' })
  }
  if (shop.status !== 'ACTIVE')
    throw new LazadaError('SellerNotActive', 'The seller is not active', { type: 'ISV' })
  if (!shop.verified)
    throw new LazadaError('SellerNotVerified', 'The seller is not verified', { type: 'ISV' })
  return shop
}
