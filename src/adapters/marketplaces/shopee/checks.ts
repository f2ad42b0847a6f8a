import {
  AdapterError,
  type AppSession,
  type Check,
  type HttpResponse,
  type ShopSession,
} from '../../contract.ts'
import { leaveToLater } from '../../kit/checks.ts'
import { explain } from '../../kit/explain.ts'
import { httpCheck, SOMEBODY_ANSWERS } from '../../kit/httpCheck.ts'
import { text } from '../../kit/text.ts'
import { callAsApp, callForShop } from './client.ts'
import { RULES } from './errorTable.ts'
import { getShopInfo } from './shop.ts'

const APP_PATH = '/api/v2/public/get_shops_by_partner'
/** Shopee refuses requests that are older than this. */
const ALLOWED_SKEW_SECONDS = 300

type CheckSession = Parameters<Check['run']>[0]

/** The steps of Test connection, each answering one question, in the order in which they can be asked. */
export const shopeeChecks: readonly Check[] = [
  httpCheck('Shopee', {
    id: 'address',
    label: text('Server Shopee dapat dihubungi', 'Shopee can be reached'),
    request: { method: 'GET', path: APP_PATH },
    rules: SOMEBODY_ANSWERS,
  }),
  {
    id: 'clock',
    label: text('Jam server cocok dengan jam Shopee', 'The clock agrees with Shopee'),
    async run(session) {
      const before = session.now().getTime()
      const { headers } = await knock(session)
      const theirs = Date.parse(headers['date'] ?? '')
      if (Number.isNaN(theirs)) return undefined
      const ours = (before + session.now().getTime()) / 2
      const seconds = Math.round(Math.abs(theirs - ours) / 1000)
      if (seconds > ALLOWED_SKEW_SECONDS) throw skewed(seconds)
      return text(`Selisih ${seconds} detik`, `${seconds} seconds apart`)
    },
  },
  {
    id: 'signature',
    label: text('Partner ID dan Partner Key diterima', 'Partner ID and Partner Key are accepted'),
    async run(session) {
      // Permissions are looked at after the signature; a missing one is told further down.
      await leaveToLater(['http_403_missing_scope'], () =>
        callAsApp(session, { method: 'GET', path: APP_PATH, query: { page_size: 1, page_no: 1 } }),
      )
      const partnerId = session.credentials['partnerId'] ?? ''
      return text(`Partner ID ${partnerId}`, `Partner ID ${partnerId}`)
    },
  },
  {
    id: 'token',
    label: text('Token toko berlaku', "The shop's token is valid"),
    needsShop: true,
    async run(session) {
      // Shopee accepts the token before it looks at permissions and at the shop.
      await leaveToLater(['http_403_missing_scope', 'account_suspended'], () =>
        getShopInfo(withShop(session)),
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
      for (const call of [...reads(forShop), () => getShopInfo(forShop)]) {
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
      const info = await getShopInfo(forShop)
      if (info.status === 'suspended') {
        const { kind, reason, explanation } = RULES.blocked
        throw new AdapterError({
          kind,
          reason,
          message: 'Shopee shop is not NORMAL',
          explanation: explanation({ partnerId: session.credentials['partnerId'] ?? '' }),
        })
      }
      for (const call of reads(forShop)) await call()
      return text(info.name, info.name)
    },
  },
]

/** What a shop must at least allow. */
function reads(session: ShopSession): (() => Promise<unknown>)[] {
  const to = Math.floor(session.now().getTime() / 1000)
  const get = (path: string, query: NonNullable<Parameters<typeof callForShop>[1]['query']>) => () =>
    callForShop(session, { method: 'GET', path, query: { ...query, page_size: 1 } })
  return [
    get('/api/v2/product/get_item_list', { offset: 0, item_status: ['NORMAL'] }),
    get('/api/v2/order/get_order_list', {
      time_range_field: 'update_time',
      time_from: to - 3600,
      time_to: to,
    }),
  ]
}

/** An unsigned request: its answer is a refusal, which is enough to know that somebody is there. */
function knock(session: AppSession): Promise<HttpResponse> {
  return session.send({
    method: 'GET',
    url: `${session.environment.apiBaseUrl.replace(/\/+$/, '')}${APP_PATH}`,
    ...(session.signal ? { signal: session.signal } : {}),
  })
}

function withShop(session: CheckSession): ShopSession {
  const { shop } = session
  if (!shop) throw new Error('This check runs only for a connected shop')
  return { ...session, shop }
}

function skewed(seconds: number): AdapterError {
  const minutes = Math.round(seconds / 60)
  return new AdapterError({
    kind: 'permanent',
    reason: 'clock_skew',
    message: `Clock differs by ${seconds} s`,
    explanation: {
      ...explain('clock_skew', 'Shopee'),
      what: text(
        `Jam server ini berbeda ${minutes} menit dari jam Shopee.`,
        `The clock of this server is ${minutes} minutes off from Shopee's.`,
      ),
    },
  })
}
