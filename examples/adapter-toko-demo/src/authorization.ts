import type { AppSession, Authorization, Grant } from 'kanal/adapter'
import { z } from 'zod'
import { callAsApp } from './client.ts'
import { readAs } from './errors.ts'
import { id } from './wire.ts'

const pair = z.object({
  shop_id: id,
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().int().positive(),
})

/** Consent and tokens. A refresh token works once, so a refresh is never repeated. */
export const authorization: Authorization = {
  singleUseRefresh: true,
  refreshAheadSeconds: 600,

  consentUrl({ credentials, environment }, { redirectUrl, state }) {
    const url = new URL(environment.consentBaseUrl)
    url.search = new URLSearchParams({
      app: credentials['appKey'] ?? '',
      redirect: redirectUrl,
      state,
    }).toString()
    return url.href
  },

  async exchange(session, query) {
    return [await ask(session, '/token', { code: query['code'] ?? '' })]
  },

  refresh(session, { refreshToken }) {
    return ask(session, '/token/refresh', { refresh_token: refreshToken })
  },
}

async function ask(session: AppSession, path: string, body: Record<string, string>): Promise<Grant> {
  const answer = await callAsApp(session, { method: 'POST', path, body })
  const { shop_id, access_token, refresh_token, expires_in } = readAs(pair, answer, 'token')
  return {
    externalShopId: shop_id,
    accessToken: access_token,
    refreshToken: refresh_token,
    accessExpiresAt: new Date(session.now().getTime() + expires_in * 1000),
    refreshExpiresAt: null,
    details: {},
  }
}
