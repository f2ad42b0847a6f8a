import {
  AdapterError,
  type AppSession,
  type Cause,
  type Check,
  type HttpResponse,
  type ShopSession,
} from '../../contract.ts'
import { leaveToLater } from '../../kit/checks.ts'
import { httpCheck, SOMEBODY_ANSWERS } from '../../kit/httpCheck.ts'
import { text } from '../../kit/text.ts'
import { callForShop, callWithToken } from './client.ts'
import { RULES } from './errorTable.ts'
import { NAME } from './name.ts'
import { authorisedShops, getShopInfo, SHOPS_PATH } from './shop.ts'

/** Requests may be this old, or this far ahead. */
const ALLOWED_BEHIND_SECONDS = 300
const ALLOWED_AHEAD_SECONDS = 30
/** Refusals that come after the signature was looked at. */
const PAST_THE_SIGNATURE: readonly Cause[] = [
  'token_expired',
  'token_revoked',
  'wrong_region',
  'http_403_missing_scope',
  'account_suspended',
]

type CheckSession = Parameters<Check['run']>[0]

/** The steps of Test connection, each answering one question, in the order in which they can be asked. */
export const tiktokShopChecks: readonly Check[] = [
  httpCheck(NAME, {
    id: 'address',
    label: text(`Server ${NAME} dapat dihubungi`, `${NAME} can be reached`),
    request: { method: 'GET', path: SHOPS_PATH, headers: { 'content-type': 'application/json' } },
    rules: SOMEBODY_ANSWERS,
  }),
  {
    id: 'clock',
    label: text(`Jam server cocok dengan jam ${NAME}`, `The clock agrees with ${NAME}`),
    async run(session) {
      const before = session.now().getTime()
      const { headers } = await knock(session)
      const theirs = Date.parse(headers['date'] ?? '')
      if (Number.isNaN(theirs)) return undefined
      const ahead = Math.round(((before + session.now().getTime()) / 2 - theirs) / 1000)
      if (ahead > ALLOWED_AHEAD_SECONDS || ahead < -ALLOWED_BEHIND_SECONDS) throw skewed(ahead)
      const seconds = Math.abs(ahead)
      return text(`Selisih ${seconds} detik`, `${seconds} seconds apart`)
    },
  },
  {
    id: 'signature',
    label: text('App Key dan App Secret diterima', 'App Key and App Secret are accepted'),
    async run(session) {
      // No call works without a token; the signature is judged before it, so a refused token proves the keys.
      await leaveToLater(PAST_THE_SIGNATURE, () =>
        callWithToken(
          session,
          { accessToken: session.shop?.accessToken ?? '' },
          { method: 'GET', path: SHOPS_PATH, cipher: false },
        ),
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
      // The token is accepted before permissions and the shop are looked at.
      await leaveToLater(['http_403_missing_scope', 'account_suspended'], () =>
        authorisedShops(session, withShop(session).shop.accessToken),
      )
      return undefined
    },
  },
  {
    id: 'scope',
    label: text(
      'Izin membaca produk, pesanan, dan gudang',
      'Permission to read products, orders and warehouses',
    ),
    needsShop: true,
    async run(session) {
      const forShop = withShop(session)
      const shops = () => authorisedShops(session, forShop.shop.accessToken)
      for (const call of [shops, ...reads(forShop)]) await leaveToLater(['account_suspended'], call)
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
        const { kind, reason, explanation } = RULES.disabled
        throw new AdapterError({
          kind,
          reason,
          message: `${NAME} does not list the shop as active`,
          explanation: explanation({ appKey: '' }),
        })
      }
      for (const call of reads(forShop)) await call()
      return text(info.name, info.name)
    },
  },
]

/** What a shop must at least allow. */
function reads(session: ShopSession): (() => Promise<unknown>)[] {
  const search = (path: string) => () =>
    callForShop(session, { method: 'POST', path, query: { page_size: 1 }, body: {}, idempotent: true })
  return [
    search('/product/202502/products/search'),
    search('/order/202309/orders/search'),
    () => callForShop(session, { method: 'GET', path: '/logistics/202309/warehouses' }),
  ]
}

/** An unsigned request: its answer is a refusal, which is enough to know that somebody is there. */
function knock(session: AppSession): Promise<HttpResponse> {
  return session.send({
    method: 'GET',
    url: `${session.environment.apiBaseUrl.replace(/\/+$/, '')}${SHOPS_PATH}`,
    headers: { 'content-type': 'application/json' },
    ...(session.signal ? { signal: session.signal } : {}),
  })
}

function withShop(session: CheckSession): ShopSession {
  const { shop } = session
  if (!shop) throw new Error('This check runs only for a connected shop')
  return { ...session, shop }
}

function skewed(ahead: number): AdapterError {
  const seconds = Math.abs(ahead)
  const { kind, reason, explanation } = RULES.clock
  return new AdapterError({
    kind,
    reason,
    message: `Clock differs by ${seconds} s`,
    explanation: {
      ...explanation({ appKey: '' }),
      what: text(
        `Jam server ini ${seconds} detik ${ahead > 0 ? 'lebih cepat dari' : 'tertinggal dari'} jam ${NAME}.`,
        `The clock of this server is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} that of ${NAME}.`,
      ),
    },
  })
}
