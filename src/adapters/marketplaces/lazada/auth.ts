import { z } from 'zod'
import { AdapterError, type AppSession, type Authorization, type Grant } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import type { Call, LazadaClient } from './client.ts'
import type { Country } from './countries.ts'
import { count, id, list, notAsDocumented, read, words } from './wire.ts'

/** Lazada advises to refresh two days early. */
const REFRESH_AHEAD_SECONDS = 48 * 3600

const seller = z.object({ country: words, user_id: id, seller_id: id, short_code: words })
/** Token answers lie beside the envelope; the list of sellers has another name after a refresh. */
const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: count,
  refresh_expires_in: count,
  country: words,
  account: words,
  account_platform: words,
  country_user_info: list(seller),
  country_user_info_list: list(seller),
})
type Tokens = z.output<typeof tokens>

/**
 * Lazada's consent by the seller. A cross-border account gives one grant per country, all with the same tokens;
 * only the countries listed are taken up.
 */
export function lazadaAuthorization(client: LazadaClient, countries: readonly Country[]): Authorization {
  return {
    singleUseRefresh: client.unconfirmed.refreshTokenSpent,
    refreshAheadSeconds: REFRESH_AHEAD_SECONDS,

    consentUrl(session, { redirectUrl, state }) {
      const url = new URL(session.environment.consentBaseUrl)
      url.searchParams.set('response_type', 'code')
      url.searchParams.set('force_auth', 'true')
      url.searchParams.set('client_id', session.credentials['appKey'] ?? '')
      url.searchParams.set('redirect_uri', redirectUrl)
      url.searchParams.set('state', state)
      const [only, ...others] = countries
      if (only && others.length === 0) url.searchParams.set('country', only)
      return url.href
    },

    async exchange(session, query) {
      if (query['error']) throw declined(query['error'])
      const code = query['code'] ?? ''
      if (code === '') throw declined('no code')
      const answer = await request(session, {
        method: 'POST',
        path: '/auth/token/create',
        params: { code },
        secrets: [code],
      })
      const taken = sellersOf(answer).filter(({ country }) => countries.some((each) => each === country))
      if (taken.length === 0) throw otherCountry(answer.country, countries)
      return taken.map(({ seller_id: sellerId }) => grantOf(session, sellerId, answer))
    },

    async refresh(session, { externalShopId, refreshToken, details }) {
      const answer = await request(session, {
        method: 'POST',
        path: '/auth/token/refresh',
        params: { refresh_token: refreshToken },
        secrets: [refreshToken],
      })
      const grant = grantOf(session, externalShopId, answer)
      return { ...grant, details: { ...details, ...grant.details } }
    },
  }

  /** Both token calls may spend what they are given, so neither is repeated. */
  async function request(session: AppSession, call: Call): Promise<Tokens> {
    const { flat, requestId } = await client.forToken(session, { ...call, idempotent: false })
    return read(tokens, flat, 'token', requestId)
  }
}

const sellersOf = ({ country_user_info: first, country_user_info_list: later }: Tokens) =>
  [...first, ...later].filter(({ seller_id: sellerId }) => sellerId !== '')

function grantOf(session: AppSession, externalShopId: string, answer: Tokens): Grant {
  const now = session.now().getTime()
  const sellers = sellersOf(answer)
  const own = sellers.find(({ seller_id: sellerId }) => sellerId === externalShopId)
  // A refresh that names other sellers is another shop's: storing it would mix up two shops.
  if (!own && sellers.length > 0) throw notAsDocumented('token answer without this seller')
  const perCountry = Object.fromEntries(
    sellers.map(({ country, seller_id }) => [`seller_${country}`, seller_id]),
  )
  return {
    externalShopId,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    accessExpiresAt: new Date(now + answer.expires_in * 1000),
    // Counts down from the first consent; a refresh does not prolong it.
    refreshExpiresAt: answer.refresh_expires_in > 0 ? new Date(now + answer.refresh_expires_in * 1000) : null,
    details: {
      ...(own ? { country: own.country, shortCode: own.short_code, userId: own.user_id } : {}),
      ...(answer.country ? { tokenCountry: answer.country } : {}),
      ...perCountry,
    },
    ...(sellers.length > 1 ? { tokenGroup: groupOf(sellers) } : {}),
  }
}

/** The account's own name is an e-mail address, so the sellers it speaks for name the group. */
const groupOf = (sellers: ReturnType<typeof sellersOf>): string =>
  sellers
    .map(({ country, seller_id: sellerId }) => `${country}:${sellerId}`)
    .sort()
    .join(',')

function declined(code: string): AdapterError {
  const refusedBySeller = code === 'access_denied'
  const unpublished = code === 'unauthorized_client'
  return new AdapterError({
    kind: 'permanent',
    reason: 'unexpected_response',
    message: `Lazada callback: ${code.slice(0, 60)}`,
    providerCode: code.slice(0, 60),
    explanation: {
      what: text('Toko belum terhubung.', 'The shop is not connected yet.'),
      why: refusedBySeller
        ? text('Izin ditolak di halaman Lazada.', 'The consent was refused on the page of Lazada.')
        : unpublished
          ? text('Aplikasi Anda belum diterbitkan di Lazada.', 'Your app is not published at Lazada.')
          : text('Lazada tidak mengirim kode izin.', 'Lazada did not send a consent code.'),
      remedy: unpublished
        ? text(
            'Terbitkan aplikasi di App Console, atau tambahkan toko ini ke daftar penjual uji, lalu hubungkan lagi.',
            'Publish the app in the App Console, or add this shop to the test sellers, then connect again.',
          )
        : text(
            'Tekan Hubungkan toko lagi, masuk dengan akun utama Seller Center, lalu setujui.',
            'Press Connect shop again, sign in with the main account of Seller Center, then agree.',
          ),
    },
  })
}

function otherCountry(tokenCountry: string, wanted: readonly string[]): AdapterError {
  const given = tokenCountry.toUpperCase() || '?'
  const expected = wanted.join(', ').toUpperCase()
  return new AdapterError({
    kind: 'permission',
    reason: 'wrong_region',
    message: `Lazada token for ${given}, expected ${expected}`,
    explanation: {
      what: text('Toko ini milik negara lain.', 'This shop belongs to another country.'),
      why: text(
        `Akun yang menyetujui terdaftar di ${given}, sedangkan Kanal ini untuk ${expected}.`,
        `The account that agreed is registered in ${given}, while this Kanal is for ${expected}.`,
      ),
      remedy: text(
        'Hubungkan lagi dengan akun Lazada negara yang benar.',
        'Connect again with a Lazada account of the right country.',
      ),
    },
  })
}
