import { z } from 'zod'
import { AdapterError, type AppSession, type Authorization, type Grant } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { callTokenHost } from './client.ts'
import { NAME } from './name.ts'
import type { Settings } from './settings.ts'
import { authorisedShops } from './shop.ts'
import { count, instant, list, read, words } from './wire.ts'

const SELLER = 0
const REFRESH_AHEAD_SECONDS = 24 * 3600

const tokens = z.object({
  access_token: z.string().min(1),
  /** Despite its name an instant, not a duration. */
  access_token_expire_in: instant,
  refresh_token: z.string().min(1),
  refresh_token_expire_in: instant,
  open_id: words,
  seller_name: words,
  seller_base_region: words,
  user_type: count,
  granted_scopes: list(z.string()),
})
type Tokens = z.output<typeof tokens>

/** Consent by the seller. One token is good for all shops of that seller; a cipher tells them apart. */
export function tiktokShopAuthorization({ unconfirmed }: Settings): Authorization {
  return {
    singleUseRefresh: unconfirmed.refreshTokenSpentByUse,
    refreshAheadSeconds: REFRESH_AHEAD_SECONDS,

    // The callback address is the one registered with the app; the page takes none.
    consentUrl(session, { state }) {
      const url = new URL(session.environment.consentBaseUrl)
      url.searchParams.set('service_id', session.credentials['serviceId'] ?? '')
      url.searchParams.set('state', state)
      return url.href
    },

    async exchange(session, query) {
      const code = query['code'] ?? ''
      if (query['error'] || code === '' || code === 'null') throw noCode(query['error'] ?? '')
      const pair = await requestTokens(session, '/api/v2/token/get', {
        auth_code: code,
        grant_type: 'authorized_code',
      })
      if (pair.user_type !== SELLER) throw notASeller()
      const shops = await authorisedShops(session, pair.access_token)
      return shops.map((shop) =>
        grantOf(session, shop.id, pair, {
          shopCipher: shop.cipher,
          region: shop.region || pair.seller_base_region,
          sellerType: shop.seller_type,
          sellerName: pair.seller_name,
        }),
      )
    },

    async refresh(session, { externalShopId, refreshToken, details }) {
      const pair = await requestTokens(session, '/api/v2/token/refresh', {
        refresh_token: refreshToken,
        grant_type: 'refresh_token',
      })
      return grantOf(session, externalShopId, pair, details)
    },
  }
}

async function requestTokens(
  session: AppSession,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const { data, requestId } = await callTokenHost(session, path, query)
  return read(tokens, data, 'token', requestId)
}

function grantOf(
  session: AppSession,
  externalShopId: string,
  pair: Tokens,
  details: Readonly<Record<string, string>>,
): Grant {
  return {
    externalShopId,
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    // Without an expiry the token counts as due, so that the next refresh tells one.
    accessExpiresAt: pair.access_token_expire_in ?? session.now(),
    refreshExpiresAt: pair.refresh_token_expire_in,
    details,
    ...(pair.open_id ? { tokenGroup: pair.open_id } : {}),
  }
}

function noCode(error: string): AdapterError {
  const isDenied = /denied/.test(error)
  return new AdapterError({
    kind: 'permanent',
    reason: 'unexpected_response',
    message: `${NAME} callback without code${error ? ` (${error.slice(0, 40)})` : ''}`,
    explanation: {
      what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
      why: isDenied
        ? text('Izin ditolak di halaman persetujuan.', 'Consent was refused on the consent page.')
        : text(`${NAME} tidak mengirim kode izin.`, `${NAME} did not send a consent code.`),
      remedy: text(
        'Tekan Hubungkan toko lagi, masuk dengan akun utama penjual, lalu setujui.',
        'Press Connect shop again, sign in with the seller’s main account, then agree.',
      ),
    },
  })
}

function notASeller(): AdapterError {
  return new AdapterError({
    kind: 'permanent',
    reason: 'wrong_environment',
    message: `${NAME} gave a token that is not a seller's`,
    explanation: {
      what: text('Akun itu bukan akun penjual.', 'That account is not a seller’s.'),
      why: text(
        'Izin diberikan dengan akun kreator atau mitra.',
        'Consent was given with a creator or partner account.',
      ),
      remedy: text('Ulangi dengan akun Seller Center.', 'Do it again with the Seller Center account.'),
    },
  })
}
