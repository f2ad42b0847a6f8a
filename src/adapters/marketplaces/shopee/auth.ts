import { z } from 'zod'
import { AdapterError, type AppSession, type Authorization, type Grant } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { callAsApp } from './client.ts'
import { count, id, list, read, requiredId } from './wire.ts'

const REFRESH_TOKEN_LIFE_MS = 30 * 86_400_000
/** `expire_in` is a duration; a value this large can only be an instant in Unix seconds. */
const ABSOLUTE_FROM = 1_000_000_000

const tokenPair = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expire_in: count,
  shop_id_list: list(requiredId),
  shop_id: id,
})

/** Shopee's consent by the seller: a code for the first tokens, then refresh tokens that work once each. */
export const shopeeAuthorization: Authorization = {
  singleUseRefresh: true,
  refreshAheadSeconds: 30 * 60,

  consentUrl(session, { redirectUrl, state }) {
    const url = new URL(session.environment.consentBaseUrl)
    url.searchParams.set('partner_id', session.credentials['partnerId'] ?? '')
    url.searchParams.set('auth_type', 'seller')
    url.searchParams.set('redirect_uri', redirectUrl)
    url.searchParams.set('response_type', 'code')
    url.searchParams.set('state', state)
    return url.href
  },

  async exchange(session, query) {
    const code = query['code'] ?? ''
    const shopId = digits(query['shop_id'])
    const mainAccountId = digits(query['main_account_id'])
    if (code === '' || (shopId === undefined && mainAccountId === undefined)) throw noCode()
    const pair = await requestTokens(session, '/api/v2/auth/token/get', code, {
      code,
      ...(shopId === undefined ? { main_account_id: mainAccountId } : { shop_id: shopId }),
    })
    const shopIds = shopId === undefined ? pair.shop_id_list : [String(shopId)]
    // A main account's first pair is shared, but each shop refreshes for itself and gets a pair of its own: no group.
    return shopIds.map((externalShopId) => grantOf(session, externalShopId, pair))
  },

  async refresh(session, { externalShopId, refreshToken }) {
    const pair = await requestTokens(session, '/api/v2/auth/access_token/get', refreshToken, {
      refresh_token: refreshToken,
      shop_id: BigInt(externalShopId),
    })
    return grantOf(session, externalShopId, pair)
  },
}

/** Both token calls spend what they are given, so neither is repeated. */
async function requestTokens(
  session: AppSession,
  path: string,
  secret: string,
  body: Record<string, string | bigint | undefined>,
): Promise<z.output<typeof tokenPair>> {
  const { flat, requestId } = await callAsApp(session, {
    method: 'POST',
    path,
    body: { ...body, partner_id: BigInt(session.credentials['partnerId'] ?? 0) },
    idempotent: false,
    secrets: [secret],
  })
  return read(tokenPair, flat, 'token', requestId)
}

function grantOf(session: AppSession, externalShopId: string, pair: z.output<typeof tokenPair>): Grant {
  const now = session.now().getTime()
  const { expire_in: expiry } = pair
  return {
    externalShopId,
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    accessExpiresAt: new Date(expiry > ABSOLUTE_FROM ? expiry * 1000 : now + expiry * 1000),
    refreshExpiresAt: new Date(now + REFRESH_TOKEN_LIFE_MS),
    details: {},
  }
}

const digits = (value: string | undefined): bigint | undefined =>
  value !== undefined && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined

function noCode(): AdapterError {
  return new AdapterError({
    kind: 'permanent',
    reason: 'unexpected_response',
    message: 'Shopee callback without code and shop',
    explanation: {
      what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
      why: text(
        'Shopee tidak mengirim kode izin dan nomor toko.',
        'Shopee did not send a consent code and a shop number.',
      ),
      remedy: text(
        'Tekan Hubungkan toko lagi, masuk dengan akun utama toko (bukan sub-akun), lalu setujui.',
        'Press Connect shop again, sign in with the main account of the shop (not a sub-account), then agree.',
      ),
    },
  })
}
