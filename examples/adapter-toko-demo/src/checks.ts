import type { AppSession, Check, HttpResponse, ShopSession } from 'kanal/adapter'
import { httpCheck, leaveToLater, text } from 'kanal/adapter/kit'
import { callAsApp, callForShop } from './client.ts'
import { failure } from './errors.ts'
import { shop } from './shop.ts'

const ALLOWED_SKEW_SECONDS = 300

/** The steps of Test connection: each asks one question, and leaves what comes later to later steps. */
export const checks: readonly Check[] = [
  httpCheck('Toko Demo', {
    id: 'address',
    label: text('Server Toko Demo dapat dihubungi', 'Toko Demo can be reached'),
    request: { method: 'GET', path: '/ping', headers: { 'x-app': '{credentials.appKey}' } },
    rules: [
      {
        when: { status: [403], json: [{ at: '/error', is: 'ip_refused' }] },
        then: 'ip_not_allowlisted',
        codeAt: '/error',
      },
      { when: { status: [[500, 599]] }, then: 'http_5xx_provider_down' },
      // Any other answer, a refusal too: somebody is there.
      { when: {}, then: 'accepted', fact: { id: '{environment.host}', en: '{environment.host}' } },
    ],
  }),
  {
    id: 'clock',
    label: text('Jam server cocok', 'The clocks agree'),
    async run(session) {
      const theirs = Date.parse((await knock(session)).headers['date'] ?? '')
      if (Number.isNaN(theirs)) return undefined
      const seconds = Math.round(Math.abs(theirs - session.now().getTime()) / 1000)
      if (seconds > ALLOWED_SKEW_SECONDS) {
        throw failure(
          { kind: 'permanent', reason: 'clock_skew' },
          { message: `clock differs by ${seconds} s` },
        )
      }
      return text(`Selisih ${seconds} detik`, `${seconds} seconds apart`)
    },
  },
  {
    id: 'signature',
    label: text('App Key dan App Secret diterima', 'App Key and App Secret are accepted'),
    async run(session) {
      await callAsApp(session, { method: 'GET', path: '/ping' })
      return undefined
    },
  },
  {
    id: 'token',
    label: text('Token toko berlaku', "The shop's token is valid"),
    needsShop: true,
    async run(session) {
      await leaveToLater(['http_403_missing_scope', 'account_suspended'], () => shop.info(withShop(session)))
      return undefined
    },
  },
  {
    id: 'scope',
    label: text('Izin membaca produk dan pesanan', 'Permission to read products and orders'),
    needsShop: true,
    async run(session) {
      for (const path of ['/products', '/orders']) {
        await leaveToLater(['account_suspended'], () =>
          callForShop(withShop(session), { method: 'GET', path, query: { limit: '1' } }),
        )
      }
      return undefined
    },
  },
  {
    id: 'shop',
    label: text('Toko buka', 'The shop is open'),
    needsShop: true,
    async run(session) {
      const { name, status } = await shop.info(withShop(session))
      if (status === 'suspended') {
        throw failure({ kind: 'permission', reason: 'account_suspended' }, { message: 'the shop is closed' })
      }
      return text(name, name)
    },
  },
]

/** An unsigned request: the answer is a refusal, which is enough to know that somebody is there. */
const knock = ({ environment, send, signal }: AppSession): Promise<HttpResponse> =>
  send({ method: 'GET', url: `${environment.apiBaseUrl}/ping`, ...(signal && { signal }) })

function withShop(session: Parameters<Check['run']>[0]): ShopSession {
  if (!session.shop) throw new Error('This check runs only for a connected shop')
  return { ...session, shop: session.shop }
}
