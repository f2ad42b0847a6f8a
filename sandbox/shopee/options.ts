/** Documented demo credentials of the stand-in; they open nothing outside it. */
export const DEMO_PARTNER_ID = 2001887
export const DEMO_PARTNER_KEY = '4b616e616c2d53616e64626f782d44656d6f2d506172746e65722d4b65792031'

/** Settings of the stand-in. Switches marked (unconfirmed) choose between readings the sources leave open. */
export interface ShopeeSandboxOptions {
  /** 0 = any free port. */
  port?: number
  host?: string
  /** Base of picture addresses and of the addresses shown; default is the listening address. */
  publicUrl?: string
  seed?: number
  /** false = signatures and timestamps are not checked (for poking about by hand). */
  strict?: boolean
  /** Multiplies the waiting times (push retries, tracking numbers, labels). 0.001 turns 300 s into 0.3 s. */
  timeScale?: number
  partnerId?: number
  partnerKey?: string
  /** Separate key for push signatures; default is the partner key. (unconfirmed) */
  pushSecretKey?: string
  now?: () => Date
  /** A used refresh token, replayed within 4 h, gives the same new pair. (unconfirmed) */
  refreshReplay?: boolean
  /** Codes of token endpoints: the listed ones, or `error_auth` as the pages' samples print. (unconfirmed) */
  tokenErrors?: 'listed' | 'sample'
  /** State of an order after the seller rejects the buyer's cancellation. (unconfirmed) */
  rejectReturnsTo?: 'previous' | 'READY_TO_SHIP'
  /** First page number of get_return_list. (unconfirmed) */
  returnsFirstPage?: 0 | 1
  /** set_app_push_config sends a verification push first and refuses an address that does not acknowledge it. (unconfirmed) */
  verifyCallback?: boolean
  /** Kind of file labels come as: PDF, a zip of PDFs (thermal printing), or HTML. */
  labelFormat?: 'pdf' | 'zip' | 'html'
  /** Control API and page reachable from other machines (containers). Never on a public network. */
  remoteControl?: boolean
  /** File in which shops, orders, apps and tokens outlive a restart; empty = memory only. */
  stateFile?: string
  /** How long a receiver may take to acknowledge a push. */
  ackDeadlineMs?: number
}

export type ResolvedOptions = Required<Omit<ShopeeSandboxOptions, 'publicUrl' | 'pushSecretKey'>> &
  Pick<ShopeeSandboxOptions, 'publicUrl' | 'pushSecretKey'>

/** Fills in the defaults. */
export function resolveOptions(options: ShopeeSandboxOptions): ResolvedOptions {
  return {
    port: options.port ?? 4310,
    host: options.host ?? '127.0.0.1',
    publicUrl: options.publicUrl,
    seed: options.seed ?? 1,
    strict: options.strict ?? true,
    timeScale: options.timeScale ?? 1,
    partnerId: options.partnerId ?? DEMO_PARTNER_ID,
    partnerKey: options.partnerKey ?? DEMO_PARTNER_KEY,
    pushSecretKey: options.pushSecretKey,
    now: options.now ?? (() => new Date()),
    refreshReplay: options.refreshReplay ?? true,
    tokenErrors: options.tokenErrors ?? 'listed',
    rejectReturnsTo: options.rejectReturnsTo ?? 'previous',
    returnsFirstPage: options.returnsFirstPage ?? 0,
    verifyCallback: options.verifyCallback ?? true,
    labelFormat: options.labelFormat ?? 'pdf',
    remoteControl: options.remoteControl ?? false,
    stateFile: options.stateFile ?? '',
    ackDeadlineMs: options.ackDeadlineMs ?? 3000,
  }
}
