/** Documented demo credentials of the stand-in; they open nothing outside it. */
export const DEMO_APP_KEY = '6kanaldemoapp'
export const DEMO_APP_SECRET = '4b616e616c2d53616e64626f782d44656d6f2d41'
export const DEMO_SERVICE_ID = '7171234567890123456'

/** Settings of the stand-in. Switches marked (unconfirmed) choose between readings the sources leave open. */
export interface TikTokShopSandboxOptions {
  /** 0 = any free port. */
  port?: number
  host?: string
  /** Base of the addresses given out; default is the listening address. */
  publicUrl?: string
  seed?: number
  /** false = signatures and timestamps are not checked (for poking about by hand). */
  strict?: boolean
  /** Multiplies waiting times (webhook retries, audits, labels). 0.001 turns 120 s into 0.12 s. */
  timeScale?: number
  appKey?: string
  appSecret?: string
  serviceId?: string
  /** Where the consent page sends the seller back to. */
  redirectUrl?: string
  now?: () => Date
  /** Calls a second for each path, app and shop. */
  callsPerSecond?: number
  /** Paid orders wait ON_HOLD before they may be shipped. (unconfirmed outside US and UK) */
  holdsOrders?: boolean
  /** Quantity 0 is accepted. (unconfirmed) */
  acceptsZeroQuantity?: boolean
  /** A refresh token dies when it is used. (unconfirmed) */
  refreshTokenDies?: boolean
  /** A shop cipher sent where none is wanted is accepted. (unconfirmed) */
  acceptsSuperfluousCipher?: boolean
  /** `{}` and `[]` may be left out of the signed text. (unconfirmed) */
  acceptsUnsignedEmptyBody?: boolean
  /** A shop's webhook address replaces the app's. (unconfirmed) */
  shopWebhookWins?: boolean
  /** Sellers may cancel unpaid orders. (unconfirmed) */
  sellerCancelsUnpaid?: boolean
  /** Webhook addresses may be plain http and carry ports, as local ones do. */
  acceptsLocalWebhooks?: boolean
  /** Control API and page reachable from other machines (containers). Never on a public network. */
  remoteControl?: boolean
  /** File in which everything outlives a restart; empty = memory only. */
  stateFile?: string
  /** How long a receiver may take to acknowledge a webhook. */
  ackDeadlineMs?: number
}

export type ResolvedOptions = Required<Omit<TikTokShopSandboxOptions, 'publicUrl'>> &
  Pick<TikTokShopSandboxOptions, 'publicUrl'>

const DEFAULTS: Omit<ResolvedOptions, 'publicUrl'> = {
  port: 4311,
  host: '127.0.0.1',
  seed: 1,
  strict: true,
  timeScale: 1,
  appKey: DEMO_APP_KEY,
  appSecret: DEMO_APP_SECRET,
  serviceId: DEMO_SERVICE_ID,
  redirectUrl: 'http://localhost:3000/oauth/tiktok-shop',
  now: () => new Date(),
  callsPerSecond: 50,
  holdsOrders: false,
  acceptsZeroQuantity: true,
  refreshTokenDies: false,
  acceptsSuperfluousCipher: false,
  acceptsUnsignedEmptyBody: false,
  shopWebhookWins: true,
  sellerCancelsUnpaid: true,
  acceptsLocalWebhooks: true,
  remoteControl: false,
  stateFile: '',
  ackDeadlineMs: 3000,
}

/** Fills in the defaults; an undefined value counts as left out. */
export function resolveOptions(options: TikTokShopSandboxOptions): ResolvedOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return { ...DEFAULTS, publicUrl: undefined, ...given }
}
