import type { HttpReply, HttpRequest } from '../core/http.ts'
import { ApiError, failure, success } from './envelope.ts'
import { SELLERS } from './catalogue.ts'
import type { App } from './model.ts'
import type { TokenPair } from './tokens.ts'
import type { World } from './world.ts'

/** The token host: GET only, unsigned, secrets in the query. Anything else is plain text. */
export function tokenReply(world: World, request: HttpRequest): HttpReply {
  const { path, method } = request
  const isKnown = path === '/api/v2/token/get' || path === '/api/v2/token/refresh'
  if (!isKnown || method !== 'GET') {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' }
  }
  try {
    const app = checkApp(world, request)
    const pair = path.endsWith('/get') ? exchange(world, app, request) : refresh(world, app, request)
    return success(tokenView(pair))
  } catch (error) {
    if (error instanceof ApiError) return failure(error)
    throw error
  }
}

function checkApp(world: World, { query }: HttpRequest): App {
  const app = world.apps.get(query.get('app_key') ?? '')
  if (!app) throw new ApiError(36009004, 'Invalid app_key.', 400)
  if (query.get('app_secret') !== app.appSecret)
    throw new ApiError(106001, 'Invalid credentials: app_secret.', 401)
  return app
}

function exchange(world: World, app: App, { query, path }: HttpRequest): TokenPair {
  if (query.get('grant_type') !== 'authorized_code')
    throw new ApiError(98001004, 'grant_type should be authorized_code.')
  const pair = world.tokens.exchange(query.get('auth_code') ?? '', app.appKey)
  if (!pair || world.struck('revoked', { path, appId: app.appKey }))
    throw new ApiError(36004004, 'invalid auth code')
  return pair
}

function refresh(world: World, app: App, { query, path }: HttpRequest): TokenPair {
  if (query.get('grant_type') !== 'refresh_token')
    throw new ApiError(98001004, 'grant_type should be refresh_token.')
  const where = { path, appId: app.appKey }
  if (world.struck('internal_error', where)) throw new ApiError(36009003, 'Internal error.')
  const pair = world.tokens.refresh(query.get('refresh_token') ?? '', app.appKey)
  if (!pair || world.struck('revoked', where))
    throw new ApiError(36004005, 'no authorization record for the refresh token')
  return pair
}

function tokenView({ accessToken, accessExpiry, refreshToken, refreshExpiry, grant }: TokenPair) {
  return {
    access_token: accessToken,
    access_token_expire_in: accessExpiry,
    refresh_token: refreshToken,
    refresh_token_expire_in: refreshExpiry,
    open_id: grant.openId,
    seller_name: SELLERS.find((seller) => seller.openId === grant.openId)?.name ?? '',
    seller_base_region: 'ID',
    user_type: 0,
    granted_scopes: grant.scopes,
  }
}
