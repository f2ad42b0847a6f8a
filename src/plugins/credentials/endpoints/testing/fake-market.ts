import { z } from 'zod'
import {
  AdapterError,
  credentialField,
  type AppSession,
  type Cause,
  type Grant,
  type MarketplaceAdapter,
} from '../../../../adapters/contract.ts'
import { text } from '../../../../i18n/text.ts'

/** How the fake marketplace answers the next tests, and what it was asked with. */
export interface FakeMarket {
  adapter: MarketplaceAdapter
  /** The key that is right; any other is refused. */
  rightKey: string
  /** Answer with this cause instead of looking at the key. */
  failWith: Cause | null
  /** Throw something that is no AdapterError. */
  breakDown: boolean
  /** Wait this long before answering, ignoring any signal. */
  delayMs: number
  /** Runs in the middle of a test. */
  during: (() => Promise<void>) | null
  seen: { environment: string; credentials: Record<string, string>; shop?: string }[]
}

const label = (name: string) => ({
  label: text(name, name),
  help: text(`Salin ${name}.`, `Copy ${name}.`),
  invalid: text(`${name} belum benar.`, `${name} is not right.`),
})

const refuse = (): Promise<never> => Promise.reject(new Error('Not part of this fake'))

/** A marketplace without a network: key `rightKey` is accepted, everything else refused in the fake's own words. */
export function createFakeMarket(rightKey: string): FakeMarket {
  const market: FakeMarket = {
    rightKey,
    failWith: null,
    breakDown: false,
    delayMs: 0,
    during: null,
    seen: [],
    adapter: undefined as unknown as MarketplaceAdapter,
  }
  const ask = async (session: AppSession): Promise<void> => {
    const { environment, credentials } = session
    const shop = (session as { shop?: { externalId: string } }).shop?.externalId
    market.seen.push({
      environment: environment.apiBaseUrl,
      credentials: { ...credentials },
      ...(shop ? { shop } : {}),
    })
    if (market.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, market.delayMs))
    await market.during?.()
    if (market.breakDown) throw new TypeError(`cannot read ${credentials.appKey}`)
    if (market.failWith) {
      const sentence = text(`Jawaban: ${credentials.appKey}`, `Answer: ${credentials.appKey}`)
      throw new AdapterError({
        kind: 'auth',
        reason: market.failWith,
        message: `refused ${credentials.appKey}`,
        providerCode: `ERR-${credentials.appKey}`,
        requestId: 'provider-1',
        explanation: { what: sentence, why: sentence, remedy: sentence },
      })
    }
    if (credentials.appKey !== market.rightKey) {
      throw new AdapterError({
        kind: 'auth',
        reason: 'signature_mismatch',
        message: 'wrong key',
        providerCode: 'error_sign',
        fields: ['appKey', 'not_a_field'],
      })
    }
  }
  market.adapter = {
    contractVersion: 1,
    id: 'pasar',
    name: 'Pasar',
    badge: { text: 'PA', color: '#0a7d4f' },
    docsUrl: 'https://pasar.example/docs',
    environments: {
      live: {
        label: text('Live', 'Live'),
        apiBaseUrl: 'https://api.pasar.example',
        consentBaseUrl: 'https://pasar.example',
      },
      sandbox: {
        label: text('Uji', 'Sandbox'),
        apiBaseUrl: 'https://sandbox.pasar.example',
        consentBaseUrl: 'https://sandbox.pasar.example',
      },
      local: {
        label: text('Simulasi', 'Simulation'),
        apiBaseUrl: 'http://127.0.0.1:4099',
        consentBaseUrl: 'http://127.0.0.1:4099',
        local: true,
      },
    },
    credentials: z.object({
      appId: z
        .string()
        .regex(/^\d{4,10}$/)
        .register(credentialField, { ...label('App ID'), secret: false }),
      appKey: z
        .string()
        .regex(/^[\w+/=~!%-]{12,200}$/)
        .register(credentialField, label('App Key')),
      pushKey: z.string().min(12).register(credentialField, label('Push Key')).optional(),
    }),
    checks: [
      {
        id: 'signature',
        label: text('Tanda tangan diterima', 'Signature accepted'),
        run: async (session) => {
          await ask(session)
          return text('Aplikasi dikenal', 'App known')
        },
      },
      {
        id: 'shop',
        label: text('Toko terbaca', 'Shop readable'),
        needsShop: true,
        run: async (session) => {
          await ask(session)
          return text(`Toko ${session.shop?.externalId}`, `Shop ${session.shop?.externalId}`)
        },
      },
    ],
    authorize: {
      singleUseRefresh: true,
      refreshAheadSeconds: 600,
      consentUrl: () => 'https://pasar.example/consent',
      exchange: refuse,
      refresh: refuse as () => Promise<Grant>,
    },
    webhook: {
      verify: () => false,
      parse: () => ({ topic: '', externalShopId: null, eventId: null, occurredAt: null, hints: [] }),
      acknowledge: { status: 200, body: '', withinMs: 1000 },
    },
    limits: { requestsPerSecondPerShop: 10, ordersPerFetch: 50, stockTargetsPerCall: 50 },
    setup: [text('Buat aplikasi.', 'Create an app.')],
    shop: { info: refuse },
  }
  return market
}
