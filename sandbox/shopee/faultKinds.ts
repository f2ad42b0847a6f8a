import type { FaultCatalogue } from '../core/controlViews.ts'

/** Every disturbance the stand-in can produce. The control page lists them in this order. */
const FAULT_KINDS = [
  'http_429',
  'http_500',
  'http_503',
  'html_error',
  'slow',
  'hang',
  'error_server',
  'error_limit',
  'rate_limit',
  'expired_token',
  'revoked',
  'wrong_region',
  'secret_rotated',
  'partner_key_expired',
  'ip_undeclared',
  'clock_skew',
  'partial_failure',
  'label_failed',
  'unknown_order_status',
  'push_duplicate',
  'push_reorder',
  'push_lost',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** Parameters a fault understands, with defaults. */
const FAULT_PARAMS: FaultCatalogue<FaultKind>['params'] = {
  http_429: { retryAfterSeconds: 2 },
  slow: { ms: 3000 },
  rate_limit: { callsPerSecond: 10 },
  clock_skew: { seconds: 900 },
  partial_failure: { style: 'mixed' },
  unknown_order_status: { status: 'ON_HOLD_BY_SHOPEE' },
  push_reorder: { delayMs: 4000 },
}

export const FAULTS: FaultCatalogue<FaultKind> = { kinds: FAULT_KINDS, params: FAULT_PARAMS }
