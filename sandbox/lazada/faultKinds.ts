import type { FaultCatalogue } from '../core/controlViews.ts'

/** Every disturbance the stand-in can produce. The control page lists them in this order. */
const FAULT_KINDS = [
  'http_500',
  'http_503',
  'html_error',
  'slow',
  'hang',
  'service_timeout',
  'api_call_limit',
  'rate_limit',
  'qps_901',
  'app_call_limit',
  'campaign_off',
  'expired_token',
  'revoked',
  'not_subscribed',
  'wrong_region',
  'secret_rotated',
  'ip_not_whitelisted',
  'clock_skew',
  'missing_permission',
  'partial_failure',
  'edit_collision',
  'pack_failure',
  'label_pending',
  'unknown_order_status',
  'push_duplicate',
  'push_reorder',
  'push_lost',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** Parameters a fault understands, with defaults. */
const FAULT_PARAMS: FaultCatalogue<FaultKind>['params'] = {
  slow: { ms: 3000 },
  api_call_limit: { seconds: 1 },
  rate_limit: { callsPerSecond: 10 },
  clock_skew: { seconds: 9000 },
  unknown_order_status: { status: 'held_by_lazada' },
  push_reorder: { delayMs: 4000 },
}

export const FAULTS: FaultCatalogue<FaultKind> = { kinds: FAULT_KINDS, params: FAULT_PARAMS }
