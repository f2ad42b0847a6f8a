import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  AdapterError,
  credentialField,
  type AppSession,
  type Check,
  type HttpRequest,
  type MarketplaceAdapter,
  type ShopSession,
} from '../contract.ts'
import { explain } from '../kit/explain.ts'
import { hmacSha256Hex, sameText } from '../kit/hmac.ts'
import { parseJson } from '../kit/json.ts'
import { retryAfterMs } from '../kit/retryAfter.ts'
import { withRetry } from '../kit/retry.ts'
import { text } from '../kit/text.ts'
import { CONFORMANCE, type ConformanceSubject } from './index.ts'

const KEY = 'a-secret-of-the-app'
const TEXT = text('Teks', 'Text')

function failed(reason: 'unexpected_response' | 'http_5xx_provider_down', status = 200): AdapterError {
  const kind = reason === 'unexpected_response' ? 'contract' : 'transient'
  return new AdapterError({ kind, reason, message: `mini: ${status}`, explanation: explain(reason, 'Mini') })
}

async function call(session: AppSession, idempotent: boolean): Promise<Record<string, unknown>> {
  const { send, signal } = session
  const request: HttpRequest = { method: 'GET', url: 'https://api.mini.test/', ...(signal ? { signal } : {}) }
  const run = async () => {
    const { status, headers, body } = await send(request)
    if (status >= 500) throw failed('http_5xx_provider_down', status)
    if (status === 429) {
      const pause = retryAfterMs(headers) ?? 0
      throw new AdapterError({
        kind: 'rate_limit',
        reason: 'http_429_rate_limited',
        message: 'mini: 429',
        retryAfterMs: pause,
        explanation: explain('http_429_rate_limited', 'Mini'),
      })
    }
    return { body: Buffer.from(body).toString() }
  }
  return withRetry(run, { idempotent, signal })
}

const secretField = (secret?: boolean) =>
  z
    .string()
    .min(8)
    .register(credentialField, {
      label: TEXT,
      help: TEXT,
      invalid: TEXT,
      ...(secret === undefined ? {} : { secret }),
    })

const check = (id: Check['id'], needsShop: boolean): Check => ({
  id,
  label: TEXT,
  ...(needsShop ? { needsShop } : {}),
  run: async (session) => void (await call(session, false)),
})

/** A marketplace of one page, whose adapter keeps every promise that is tested here. */
function honest(): ConformanceSubject {
  const adapter: MarketplaceAdapter = {
    contractVersion: 1,
    id: 'toko-mini',
    name: 'Toko Mini',
    badge: { text: 'TM', color: '#0a7d33' },
    docsUrl: 'https://mini.test/docs',
    environments: {
      live: {
        label: TEXT,
        apiBaseUrl: 'https://api.mini.test',
        consentBaseUrl: 'https://mini.test/consent',
      },
    },
    credentials: z.object({ appSecret: secretField() }),
    checks: [check('address', false), check('signature', false), check('shop', true)],
    authorize: {
      singleUseRefresh: true,
      refreshAheadSeconds: 60,
      consentUrl: (session, { state }) =>
        `${session.environment.consentBaseUrl}?state=${encodeURIComponent(state)}`,
      exchange: () => Promise.resolve([]),
      refresh: async (session) => {
        await call(session, false)
        throw failed('unexpected_response')
      },
    },
    webhook: {
      verify: ({ headers, rawBody }, { appSecret = '' }) => {
        const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-sign')?.[1]
        return given !== undefined && appSecret !== '' && sameText(hmacSha256Hex(appSecret, rawBody), given)
      },
      parse: (rawBody) => parsed(rawBody, parseJson),
      acknowledge: { status: 200, body: '', withinMs: 1_000 },
    },
    limits: { requestsPerSecondPerShop: 1, ordersPerFetch: 1, stockTargetsPerCall: 1 },
    setup: [TEXT],
    shop: {
      info: async (session) => {
        await call(session, true)
        throw failed('unexpected_response')
      },
    },
  }
  return { adapter, credentials: { appSecret: KEY }, webhook: messages, standIn: standIn(adapter) }
}

const messages: ConformanceSubject['webhook'] = {
  signatureHeader: 'x-sign',
  signsUrl: false,
  message({ externalShopId, externalId }) {
    const body = `{"shop":${externalShopId},"order":${externalId}}`
    return {
      url: 'https://k.test/',
      headers: { 'x-sign': hmacSha256Hex(KEY, body) },
      rawBody: Buffer.from(body),
    }
  },
}

function parsed(rawBody: Uint8Array, parse: (json: string) => unknown) {
  let value: unknown
  try {
    value = parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
  } catch {
    throw failed('unexpected_response')
  }
  const { shop, order } = (value ?? {}) as Record<string, unknown>
  if (!shop || !order) throw failed('unexpected_response')
  const hints = [{ kind: 'order' as const, externalOrderId: String(order) }]
  return { topic: 'order', externalShopId: String(shop), eventId: null, occurredAt: null, hints }
}

function standIn(adapter: MarketplaceAdapter): ConformanceSubject['standIn'] {
  const app = (): AppSession => ({
    environment: adapter.environments['live']!,
    credentials: { appSecret: KEY },
    send: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') }),
    now: () => new Date(),
  })
  const shop = { externalId: '1', accessToken: 'access-token', details: {} }
  const soon = new Date(Date.now() + 3_600_000)
  const grant = {
    ...{ externalShopId: '1', accessToken: 'access-token', refreshToken: 'refresh-token', details: {} },
    ...{ accessExpiresAt: soon, refreshExpiresAt: null },
  }
  const down = { status: 503, headers: {}, body: new Uint8Array() }
  return {
    app,
    openShop: () => Promise.resolve({ grant, session: { ...app(), shop } }),
    inject: (_fault, session) =>
      Promise.resolve({
        ...{ check: 'address' as const, cause: 'http_5xx_provider_down' as const },
        session: { ...session, send: () => Promise.resolve(down) },
      }),
    heal: () => Promise.resolve(),
    expireToken: () => Promise.resolve(),
    sku: 'KOPI',
    placeOrder: () => Promise.resolve('1'),
    ordersOverOnePage: 1,
    unknownStatus: () => Promise.resolve('ODD'),
  }
}

type Change = (adapter: MarketplaceAdapter) => void
const run = (id: string, change?: Change): Promise<void> => {
  const subject = honest()
  change?.(subject.adapter)
  return CONFORMANCE.find((each) => each.id === id)!.run(subject)
}
const verifying =
  (verify: MarketplaceAdapter['webhook']['verify']): Change =>
  (adapter) =>
    void (adapter.webhook = { ...adapter.webhook, verify })
const signed = (body: string | Uint8Array, given: string | undefined, secret: string | undefined): boolean =>
  hmacSha256Hex(secret ?? '', body) === given

const DEFECTS: readonly [name: string, check: string, change: Change][] = [
  ['an id with blanks', 'descriptor/identity', (adapter) => (adapter.id = 'Toko Mini')],
  ['a colour by name', 'descriptor/badge', (adapter) => (adapter.badge = { text: 'TM', color: 'green' })],
  ['one language', 'descriptor/texts', (adapter) => (adapter.setup = [{ id: 'Langkah', en: ' ' }])],
  [
    'a secret shown in the form',
    'descriptor/credentials',
    (adapter) => (adapter.credentials = z.object({ appSecret: secretField(false) })),
  ],
  [
    'an environment over HTTP',
    'descriptor/environments',
    (adapter) =>
      (adapter.environments = {
        live: { label: TEXT, apiBaseUrl: 'http://api.mini.test', consentBaseUrl: 'https://mini.test/' },
      }),
  ],
  ['checks out of order', 'descriptor/checks', (adapter) => (adapter.checks = [...adapter.checks].reverse())],
  [
    'a limit of nothing',
    'descriptor/limits',
    (adapter) => (adapter.limits = { ...adapter.limits, ordersPerFetch: 0 }),
  ],
  [
    'a consent address with the secret',
    'descriptor/consent-url',
    (adapter) =>
      (adapter.authorize.consentUrl = (session, { state }) =>
        `${session.environment.consentBaseUrl}?${new URLSearchParams({ state, k: KEY }).toString()}`),
  ],
  [
    'a signature over the body written again',
    'webhook/forgeries',
    verifying(({ headers, rawBody }, { appSecret }) => {
      const again = JSON.stringify(JSON.parse(Buffer.from(rawBody).toString()))
      return signed(again, headers['x-sign'], appSecret)
    }),
  ],
  [
    'a signature over the trimmed body',
    'webhook/forgeries',
    verifying(({ headers, rawBody }, { appSecret }) =>
      signed(Buffer.from(rawBody).toString().trim(), headers['x-sign'], appSecret),
    ),
  ],
  [
    'a signature in any letter case',
    'webhook/forgeries',
    verifying(({ headers, rawBody }, { appSecret }) =>
      signed(rawBody, headers['x-sign']?.toLowerCase(), appSecret),
    ),
  ],
  [
    'header names in one case only',
    'webhook/genuine',
    verifying(({ headers, rawBody }, { appSecret }) => signed(rawBody, headers['x-sign'], appSecret)),
  ],
  [
    'ids as floating-point numbers',
    'webhook/exact-ids',
    (adapter) => (adapter.webhook.parse = (rawBody) => parsed(rawBody, JSON.parse)),
  ],
  [
    'a check that does not look',
    'faults/server_down',
    (adapter) => (adapter.checks = adapter.checks.map((each) => ({ ...each, run: async () => undefined }))),
  ],
  [
    'an error of its own kind',
    'errors/1',
    (adapter) => (adapter.shop.info = () => Promise.reject(new SyntaxError('no JSON'))),
  ],
  [
    'a refresh that is repeated',
    'tokens/never-twice',
    (adapter) =>
      (adapter.authorize.refresh = async (session) => {
        await call(session, true)
        throw failed('unexpected_response')
      }),
  ],
  [
    'a call that does not wait',
    'rate/pause',
    (adapter) =>
      (adapter.shop.info = async (session) => {
        await session.send({ method: 'GET', url: 'https://api.mini.test/' })
        await session.send({ method: 'GET', url: 'https://api.mini.test/' })
        throw failed('unexpected_response')
      }),
  ],
  [
    'a pause that is kept to itself',
    'rate/long-pause',
    (adapter) => (adapter.shop.info = () => Promise.reject(failed('http_5xx_provider_down', 429))),
  ],
  [
    'a budget of nothing',
    'descriptor/limits',
    (adapter) => (adapter.limits = { ...adapter.limits, requestsPerSecondPerShop: 0 }),
  ],
  [
    'a call that forgets the signal',
    'abort/waiting',
    (adapter) => {
      const { info } = adapter.shop
      adapter.shop.info = ({ signal: _, ...session }: ShopSession) => info(session)
    },
  ],
]

describe('the conformance kit', () => {
  it('gives every check an id of its own', () => {
    expect(new Set(CONFORMANCE.map((each) => each.id)).size).toBe(CONFORMANCE.length)
  })

  it.each([...new Set(DEFECTS.map(([, id]) => id))])('passes an honest adapter in %s', async (id) => {
    await expect(run(id)).resolves.toBeUndefined()
  })

  it('does not let a stand-in choose where a fault has to show', async () => {
    await expect(run('faults/shop_closed')).rejects.toThrow(
      'the stand-in expects "shop_closed" in step "address"',
    )
  })

  it.each(DEFECTS)('notices %s', async (_name, id, change) => {
    await expect(run(id, change)).rejects.toMatchObject({ name: 'AssertionError' })
  })
})
