import type { HttpReply } from '../core/http.ts'
import { flat, LazadaError } from './envelope.ts'
import type { CallContext, Endpoints } from './gateway.ts'
import { text } from './params.ts'
import { ACCOUNTS } from './seed.ts'
import type { TokenPair } from './tokens.ts'

/** Tokens: on the real platform these answer on the authorisation host. */
export const TOKEN_ENDPOINTS: Endpoints = [
  ['GET|POST', '/auth/token/create', { kind: 'public', handle: create }],
  ['GET|POST', '/auth/token/refresh', { kind: 'public', handle: refresh }],
]

/** Where a seller of `wrong_region` is at home. */
const FOREIGN = 'sg'

function create({ world, app, values, path }: CallContext): HttpReply {
  const pair = world.tokens.exchange(app, text(values, 'code'))
  if (!pair) throw new LazadaError('InvalidCode', 'Invalid authorization code', { type: 'ISP' })
  const isForeign = world.struck('wrong_region', { appId: app.appKey, path })
  return answer(pair, 'country_user_info', isForeign ? FOREIGN : undefined)
}

function refresh({ world, app, values, path }: CallContext): HttpReply {
  const token = text(values, 'refresh_token')
  if (app.policy === 'ASA') {
    throw new LazadaError('AUTH_TYPE_UNSUPPORTED', 'The authorization type does not support refreshing', {
      type: 'ISP',
    })
  }
  const revoked = world.struck('revoked', { appId: app.appKey, path })
  const pair = revoked ? undefined : world.tokens.refresh(app, token)
  if (!pair) {
    throw new LazadaError('IllegalRefreshToken', 'The specified refresh token is invalid or expired', {
      type: 'ISP',
    })
  }
  return answer(pair, 'country_user_info_list')
}

/** After a refresh the list of sellers has another name. */
function answer(
  pair: TokenPair,
  list: 'country_user_info' | 'country_user_info_list',
  country?: string,
): HttpReply {
  const account = ACCOUNTS.find((each) => each.email === pair.email)
  return flat({
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    country: country ?? account?.country ?? 'id',
    // One of the two arrives as text now and then.
    expires_in: String(pair.expiresIn),
    refresh_expires_in: pair.refreshExpiresIn,
    account: pair.email,
    account_id: null,
    account_platform: 'seller_center',
    [list]: (account?.sellers ?? []).map((seller) => ({
      country: country ?? seller.country,
      user_id: seller.userId,
      seller_id: String(seller.sellerId),
      short_code: seller.shortCode,
    })),
  })
}
