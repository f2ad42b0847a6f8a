import {
  AdapterError,
  type AppSession,
  type Check,
  type HttpResponse,
  type ShopSession,
} from '../../contract.ts'
import { leaveToLater } from '../../kit/checks.ts'
import { explain } from '../../kit/explain.ts'
import { text } from '../../kit/text.ts'
import type { Call, LazadaClient } from './client.ts'
import { apiBaseOf, countryOf, localTime } from './countries.ts'
import { RULES } from './errorTable.ts'
import { getSeller } from './seller.ts'

/** A light call that is signed but needs no shop. */
const APP_PATH = '/category/brands/query'
/** Lazada refuses requests that are older than this. */
const ALLOWED_SKEW_SECONDS = 7200

type CheckSession = Parameters<Check['run']>[0]

/** The steps of Test connection, each answering one question, in the order in which they can be asked. */
export function lazadaChecks(client: LazadaClient): readonly Check[] {
  return [
    {
      id: 'address',
      label: text('Server Lazada dapat dihubungi', 'Lazada can be reached'),
      async run(session) {
        const { status } = await knock(session)
        if (status >= 500) {
          throw new AdapterError({
            kind: 'transient',
            reason: 'http_5xx_provider_down',
            message: `Lazada answered ${status}`,
            httpStatus: status,
            explanation: explain('http_5xx_provider_down', 'Lazada'),
          })
        }
        const { host } = new URL(baseOf(session))
        return text(host, host)
      },
    },
    {
      id: 'clock',
      label: text('Jam server cocok dengan jam Lazada', 'The clock agrees with Lazada'),
      async run(session) {
        const before = session.now().getTime()
        const { headers } = await knock(session)
        const theirs = Date.parse(headers['date'] ?? '')
        if (Number.isNaN(theirs)) return undefined
        const ours = (before + session.now().getTime()) / 2
        const seconds = Math.round(Math.abs(theirs - ours) / 1000)
        if (seconds > ALLOWED_SKEW_SECONDS) throw skewed(seconds, session)
        return text(`Selisih ${seconds} detik`, `${seconds} seconds apart`)
      },
    },
    {
      id: 'signature',
      label: text('App Key dan App Secret diterima', 'App Key and App Secret are accepted'),
      async run(session) {
        // Permissions are looked at after the signature; a missing one is told further down.
        await leaveToLater(['http_403_missing_scope'], () =>
          client.asApp(session, { method: 'GET', path: APP_PATH, params: { startRow: 0, pageSize: 1 } }),
        )
        const appKey = session.credentials['appKey'] ?? ''
        return text(`App Key ${appKey}`, `App Key ${appKey}`)
      },
    },
    {
      id: 'token',
      label: text('Token toko berlaku', "The shop's token is valid"),
      needsShop: true,
      async run(session) {
        // Lazada accepts the token before it looks at permissions and at the seller.
        await leaveToLater(['http_403_missing_scope', 'account_suspended'], () =>
          getSeller(client, withShop(session)),
        )
        return undefined
      },
    },
    {
      id: 'scope',
      label: text('Izin membaca produk dan pesanan', 'Permission to read products and orders'),
      needsShop: true,
      async run(session) {
        const forShop = withShop(session)
        for (const call of [() => getSeller(client, forShop), ...reads(client, forShop)]) {
          await leaveToLater(['account_suspended'], call)
        }
        return undefined
      },
    },
    {
      id: 'shop',
      label: text('Toko aktif', 'The shop is active'),
      needsShop: true,
      async run(session) {
        const forShop = withShop(session)
        const info = await getSeller(client, forShop)
        if (info.status === 'suspended') throw shopRefusal(session, 'Lazada seller is not ACTIVE')
        for (const call of reads(client, forShop)) await call()
        return text(info.name, info.name)
      },
    },
  ]
}

const baseOf = (session: CheckSession): string =>
  apiBaseOf(session.environment.apiBaseUrl, session.shop?.details)

/** What a seller's shop must at least allow. */
function reads(client: LazadaClient, session: ShopSession): (() => Promise<unknown>)[] {
  const hourAgo = localTime(new Date(session.now().getTime() - 3_600_000), countryOf(session.shop.details))
  const get = (path: string, params: NonNullable<Call['params']>) => () =>
    client.forShop(session, { method: 'GET', path, params: { ...params, limit: 1, offset: 0 } })
  return [get('/products/get', { filter: 'all' }), get('/orders/get', { update_after: hourAgo })]
}

/** An unsigned request: its answer is a refusal, which is enough to know that somebody is there. */
function knock(session: CheckSession): Promise<HttpResponse> {
  return session.send({
    method: 'GET',
    url: `${baseOf(session)}${APP_PATH}`,
    ...(session.signal ? { signal: session.signal } : {}),
  })
}

function withShop(session: CheckSession): ShopSession {
  const { shop } = session
  if (!shop) throw new Error('This check runs only for a connected shop')
  return { ...session, shop }
}

function shopRefusal(session: AppSession, message: string): AdapterError {
  const { kind, reason, explanation } = RULES.closed
  const appKey = session.credentials['appKey'] ?? ''
  return new AdapterError({ kind, reason, message, explanation: explanation({ appKey }) })
}

function skewed(seconds: number, session: AppSession): AdapterError {
  const hours = Math.round(seconds / 360) / 10
  const appKey = session.credentials['appKey'] ?? ''
  return new AdapterError({
    kind: 'permanent',
    reason: 'clock_skew',
    message: `Clock differs by ${seconds} s`,
    explanation: {
      ...RULES.clock.explanation({ appKey }),
      what: text(
        `Jam server ini berbeda ${String(hours).replace('.', ',')} jam dari jam Lazada.`,
        `The clock of this server is ${hours} hours off from Lazada's.`,
      ),
    },
  })
}
