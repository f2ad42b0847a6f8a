import type { FaultCatalogue } from '../core/controlViews.ts'

/** Every disturbance the stand-in can produce. The control page lists them in this order. */
const FAULT_KINDS = [
  'http_429',
  'http_500',
  'http_503',
  'html_error',
  'slow',
  'hang',
  'internal_error',
  'timeout_after_write',
  'lost_answer',
  'rate_limit',
  'expired_token',
  'revoked',
  'secret_rotated',
  'app_key_unknown',
  'ip_undeclared',
  'scope_missing',
  'foreign_cipher',
  'wrong_region',
  'clock_skew',
  'partial_failure',
  'unknown_order_status',
  'label_pending',
  'push_duplicate',
  'push_reorder',
  'push_lost',
  'push_bad_signature',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** Parameters a fault understands, with defaults. */
const FAULT_PARAMS: FaultCatalogue<FaultKind>['params'] = {
  slow: { ms: 3000 },
  rate_limit: { callsPerSecond: 10 },
  clock_skew: { seconds: 900 },
  unknown_order_status: { status: 'AWAITING_MOON_LANDING' },
  push_reorder: { delayMs: 4000 },
}

export const FAULTS: FaultCatalogue<FaultKind> = { kinds: FAULT_KINDS, params: FAULT_PARAMS }
