import type { HttpReply } from '../core/http.ts'
import { badParam, flat, ShopeeError } from './envelope.ts'
import { otherRegion, type CallContext, type Endpoint } from './gateway.ts'
import { bodyInt, bodyText, queryInt } from './params.ts'
import type { RefreshOutcome } from './tokens.ts'

/** Token exchange and the public look-ups. */
export const PUBLIC_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/auth/token/get', { kind: 'public', handle: exchangeCode }],
  ['POST', '/api/v2/auth/access_token/get', { kind: 'public', handle: refreshToken }],
  ['GET', '/api/v2/public/get_shops_by_partner', { kind: 'public', handle: getShopsByPartner }],
  ['GET', '/api/v2/public/get_shopee_ip_ranges', { kind: 'public', handle: getIpRanges }],
]

const REFRESH_OWNERS = ['shop_id', 'merchant_id', 'supplier_id', 'user_id', 'principal_id']

function tokenError(context: CallContext, listed: string, message: string): ShopeeError {
  return new ShopeeError(context.world.options.tokenErrors === 'sample' ? 'error_auth' : listed, message)
}

function checkBodyPartner({ app, body }: CallContext): void {
  if (bodyInt(body, 'partner_id', { min: 0 }) !== app.partnerId)
    throw badParam('partner_id in the body differs from the query')
}

function exchangeCode(context: CallContext): HttpReply {
  const { app, body, world } = context
  checkBodyPartner(context)
  const code = bodyText(body, 'code')
  const byShop = 'shop_id' in body
  if (byShop === 'main_account_id' in body)
    throw badParam('exactly one of shop_id and main_account_id is required')
  const owner = bodyInt(body, byShop ? 'shop_id' : 'main_account_id', { min: 1 })
  const done = world.tokens.exchange(code, app.partnerId, (record) =>
    byShop ? record.mainAccountId === null && record.shopIds.includes(owner) : record.mainAccountId === owner,
  )
  if (!done) throw tokenError(context, 'invalid_code', 'Invalid code')
  const where = { appId: app.partnerId, path: context.request.path }
  if (world.struck('wrong_region', byShop ? { ...where, shopId: owner } : where)) throw otherRegion()
  const { pair } = done
  return flat({
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expire_in: pair.expireIn,
    ...(byShop ? {} : { shop_id_list: done.code.shopIds, merchant_id_list: [] }),
  })
}

function refreshToken(context: CallContext): HttpReply {
  const { app, body, world } = context
  checkBodyPartner(context)
  const token = bodyText(body, 'refresh_token')
  const owners = REFRESH_OWNERS.filter((name) => name in body)
  if (owners.length !== 1) throw badParam(`exactly one of ${REFRESH_OWNERS.join(', ')} is required`)
  if (owners[0] !== 'shop_id')
    throw tokenError(context, 'error_merchant_refresh_token', 'Invalid refresh_token')
  const shopId = bodyInt(body, 'shop_id', { min: 1 })
  if (world.struck('revoked', { shopId, appId: app.partnerId, path: context.request.path }))
    throw refused(context, 'not_linked')
  const outcome = world.tokens.refresh(token, app.partnerId, shopId)
  if (!outcome.ok) throw refused(context, outcome.reason)
  return flat({
    partner_id: app.partnerId,
    shop_id: shopId,
    access_token: outcome.pair.accessToken,
    refresh_token: outcome.pair.refreshToken,
    expire_in: outcome.pair.expireIn,
  })
}

function refused(
  context: CallContext,
  reason: Extract<RefreshOutcome, { ok: false }>['reason'],
): ShopeeError {
  switch (reason) {
    case 'not_linked':
      return new ShopeeError('partner_shop_no_link', 'The shop is not linked to the partner.')
    case 'consent_over':
      return new ShopeeError(
        'shop_access_expired',
        'The authorization period is over. Ask the seller to authorize again.',
      )
    case 'expired':
      return tokenError(context, 'refresh_token_expired', 'The refresh_token has expired.')
    case 'used':
    case 'unknown':
      return tokenError(context, 'error_shop_refresh_token', 'Invalid refresh_token')
  }
}

function getShopsByPartner({ app, query, world }: CallContext): HttpReply {
  const pageSize = query.has('page_size') ? queryInt(query, 'page_size', { min: 1, max: 100 }) : 100
  const pageNo = query.has('page_no') ? queryInt(query, 'page_no', { min: 1 }) : 1
  const all = world.tokens.linkedShops(app.partnerId)
  const start = (pageNo - 1) * pageSize
  return flat({
    authed_shop_list: all.slice(start, start + pageSize).map((grant) => ({
      region: 'ID',
      shop_id: grant.shopId,
      auth_time: grant.authTime,
      expire_time: grant.expireTime,
      sip_affi_shop_list: [],
    })),
    more: start + pageSize < all.length,
  })
}

function getIpRanges(): HttpReply {
  return flat({ ip_list: ['127.0.0.1/32'] })
}
