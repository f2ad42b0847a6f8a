/** Documented demo credentials of the stand-in; they open nothing outside it. */
export const DEMO_APP_KEY = 131887
export const DEMO_APP_SECRET = 'Kanal-Sandbox-Lazada-Demo-Secret'

/** Settings of the stand-in. Switches marked (unconfirmed) choose between readings the sources leave open. */
export interface LazadaSandboxOptions {
  /** 0 = any free port. */
  port?: number
  host?: string
  /** Base of picture and label addresses and of the addresses shown; default is the listening address. */
  publicUrl?: string
  seed?: number
  /** false = signatures and timestamps are not checked (for poking about by hand). */
  strict?: boolean
  /** Multiplies the waiting times (push retries, review of products, unpaid orders). */
  timeScale?: number
  appKey?: number
  appSecret?: string
  now?: () => Date
  /** Life of tokens: an app in test gets 7 and 14 days, an online one 30 and 180. */
  appStatus?: 'test' | 'online'
  /** A used refresh token is refused from then on. (unconfirmed) */
  refreshSpent?: boolean
  /** The access token before a refresh dies at once. (unconfirmed) */
  oldAccessDies?: boolean
  /** Code for a clock that is off by more than two hours. (unconfirmed) */
  timestampError?: 'IllegalTimestamp' | 'InvalidTimestamp'
  /** Sellable-stock calls take JSON as well as XML. (unconfirmed) */
  jsonStock?: boolean
  /** Largest picture: the guide says 1 MB, an error text 3 MB. (unconfirmed) */
  maxImageBytes?: number
  /** The platform picks the courier (TFS) or the seller does (NTFS). */
  allocation?: 'TFS' | 'NTFS'
  /** Control API and page reachable from other machines (containers). Never on a public network. */
  remoteControl?: boolean
  /** File in which shops, orders, apps and tokens outlive a restart; empty = memory only. */
  stateFile?: string
  /** How long a receiver may take to acknowledge a push. */
  ackDeadlineMs?: number
}

export type ResolvedOptions = Required<Omit<LazadaSandboxOptions, 'publicUrl'>> &
  Pick<LazadaSandboxOptions, 'publicUrl'>

/** Fills in the defaults. */
export function resolveOptions(options: LazadaSandboxOptions): ResolvedOptions {
  return {
    port: options.port ?? 4312,
    host: options.host ?? '127.0.0.1',
    publicUrl: options.publicUrl,
    seed: options.seed ?? 1,
    strict: options.strict ?? true,
    timeScale: options.timeScale ?? 1,
    appKey: options.appKey ?? DEMO_APP_KEY,
    appSecret: options.appSecret ?? DEMO_APP_SECRET,
    now: options.now ?? (() => new Date()),
    appStatus: options.appStatus ?? 'online',
    refreshSpent: options.refreshSpent ?? true,
    oldAccessDies: options.oldAccessDies ?? false,
    timestampError: options.timestampError ?? 'IllegalTimestamp',
    jsonStock: options.jsonStock ?? false,
    maxImageBytes: options.maxImageBytes ?? 1024 * 1024,
    allocation: options.allocation ?? 'TFS',
    remoteControl: options.remoteControl ?? false,
    stateFile: options.stateFile ?? '',
    ackDeadlineMs: options.ackDeadlineMs ?? 500,
  }
}
