import { AdapterError, type Explanation } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { RULES, type ErrorRule, type RuleName } from './errorTable.ts'

/** Codes that mean one thing wherever they come from. A module prefix (`product.`) is dropped after a full match. */
export const CODES: Readonly<Record<string, RuleName>> = {
  error_sign: 'signature',
  invalid_partner_id: 'unknownPartner',
  error_partner_key_expired: 'keyExpired',
  invalid_acceess_token: 'accessToken',
  invalid_access_token: 'accessToken',
  invalid_code: 'code',
  invalid_shop_id: 'code',
  invalid_main_acount_id: 'code',
  refresh_token_expired: 'refreshToken',
  error_shop_refresh_token: 'refreshToken',
  error_merchant_refresh_token: 'refreshToken',
  shop_access_expired: 'consentOver',
  merchant_access_expired: 'consentOver',
  supplier_access_expired: 'consentOver',
  partner_shop_no_link: 'unlinked',
  shop_no_linked: 'unlinked',
  merchant_no_linked: 'unlinked',
  user_no_linked: 'unlinked',
  shop_banned: 'blocked',
  user_banned: 'blocked',
  partner_frozen: 'blocked',
  error_api_call_restricted: 'appRestricted',
  error_api_permission: 'apiPermission',
  error_permission: 'notFound',
  error_ashop_api_permission: 'affiliateShop',
  error_kyc_auth: 'registration',
  source_ip_undeclared: 'ip',
  api_suspended: 'endpoint',
  error_rate_limit: 'rate',
  error_limit: 'dailyQuota',
  error_server: 'server',
  error_network: 'server',
  error_inner: 'server',
  error_system_busy: 'server',
  error_data: 'server',
  error_shop: 'unlinked',
  error_param: 'parameter',
  'error.param': 'parameter',
  error_not_found: 'notFound',
  error_item_not_found: 'notFound',
  error_item_not_belong_shop: 'notFound',
  error_item_uneditable: 'itemLocked',
  error_seller_under_penalty: 'penalty',
  error_cannt_edit_stock_in_promotion: 'promotion',
  error_promotion_cantnot_update_stock: 'promotion',
  error_model_update_stock_model_in_promotion: 'promotion',
  error_holiday_mode_change_stock: 'holiday',
  error_edit_item_stock_for_item_has_model: 'variantChanged',
  error_wms_shop_block_upate_stock: 'heldByShopee',
  'order.order_list_invalid_time': 'parameter',
  'order.error_limit': 'orderChanged',
  'order.cancel_order_invalid_status': 'orderChanged',
  'order.order_status_invalid': 'orderChanged',
}

/** Codes whose meaning is in their text; the first matching text decides. */
const STOCK_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/reserved/i, 'belowReserved'],
  [/promotion/i, 'promotion'],
  [/location|warehouse|stock structure/i, 'location'],
  [/\bFBS\b|B2C|fulfil+ed by shopee/i, 'heldByShopee'],
  [/model.*(not (exist|found)|invalid|wrong)|(invalid|wrong) model/i, 'variantChanged'],
  [/item.*not (exist|found)/i, 'notFound'],
  [/try (again|later)|busy|time(d )?out|system error/i, 'server'],
]
const GATEWAY_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/refresh[ _]?token/i, 'refreshToken'],
  [/access[ _]?token/i, 'accessToken'],
  [/timestamp/i, 'clock'],
  [/(app|application|partner).*(deleted|restricted|suspended|banned)/i, 'appRestricted'],
  [/partner.*shop|shop.*partner|not linked|no link/i, 'unlinked'],
  [/partner[ _]?id|partner (is )?(invalid|not)/i, 'unknownPartner'],
  [/\bsign(ature)?\b/i, 'signature'],
  [/\bcode\b/i, 'code'],
  [/permission/i, 'apiPermission'],
  [/gateway|path|offline/i, 'endpoint'],
  [/system error|inner error|server error/i, 'server'],
]
/** Bare codes the gateway shares with business errors. */
const GATEWAY_CODES = new Set(['error_auth', 'error_param'])
const STOCK_CODES = new Set(['error_auth', 'error_param', 'error.param', 'error_busi', 'error_inner'])

const firstMatch = (texts: readonly (readonly [RegExp, RuleName])[], message: string): RuleName | undefined =>
  texts.find(([pattern]) => pattern.test(message))?.[1]

/** The rule for a provider's code and text, or undefined when Shopee says something we do not know. */
export function ruleFor(
  code: string,
  message: string,
  about: 'stock' | 'other' = 'other',
): ErrorRule | undefined {
  const bare = code === 'error.param' ? code : code.slice(code.indexOf('.') + 1)
  const name =
    (about === 'stock' && STOCK_CODES.has(bare) ? firstMatch(STOCK_TEXTS, message) : undefined) ??
    (GATEWAY_CODES.has(code) ? firstMatch(GATEWAY_TEXTS, message) : undefined) ??
    CODES[code] ??
    CODES[bare] ??
    (bare === 'error_auth' ? 'notAuthorised' : undefined)
  return name ? RULES[name] : undefined
}

export interface ProviderFailure {
  code: string
  /** Already scrubbed of secrets. */
  message: string
  requestId: string | undefined
  httpStatus: number
  retryAfterMs: number | undefined
  partnerId: string
  now: Date
  about?: 'stock' | 'other'
}

/** The adapter error for an envelope whose `error` is not empty. */
export function providerError(failure: ProviderFailure): AdapterError {
  const { code, message, requestId, httpStatus, partnerId, now } = failure
  const rule = ruleFor(code, message, failure.about) ?? (httpStatus >= 500 ? RULES.server : undefined)
  const retryAfterMs =
    failure.retryAfterMs ?? (rule === RULES.dailyQuota ? millisecondsToQuotaReset(now) : undefined)
  return new AdapterError({
    kind: rule?.kind ?? 'permanent',
    reason: rule?.reason ?? 'unexpected_response',
    message: `Shopee ${code}: ${message}`,
    providerCode: code,
    httpStatus,
    fields: rule?.fields ?? [],
    explanation: rule?.explanation({ partnerId }) ?? unknownRefusal(message || code),
    ...(requestId ? { requestId } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** The adapter error for one row Shopee refused with a reason in words. */
export function stockRefusal(failure: Omit<ProviderFailure, 'about'>): AdapterError {
  const name = firstMatch(STOCK_TEXTS, failure.message)
  if (!name) return providerError({ ...failure, about: 'stock' })
  const rule = RULES[name]
  return new AdapterError({
    kind: rule.kind,
    reason: rule.reason,
    message: `Shopee ${failure.code}: ${failure.message}`,
    providerCode: failure.code,
    httpStatus: failure.httpStatus,
    explanation: rule.explanation({ partnerId: failure.partnerId }),
    ...(failure.requestId ? { requestId: failure.requestId } : {}),
  })
}

/** Whether an error says that an object does not exist (any more). */
export function isNotFound(error: unknown): boolean {
  if (!(error instanceof AdapterError) || error.providerCode === undefined) return false
  const { providerCode } = error
  return CODES[providerCode.slice(providerCode.indexOf('.') + 1)] === 'notFound'
}

function unknownRefusal(message: string): Explanation {
  return {
    what: text('Shopee menolak permintaan ini.', 'Shopee refused this request.'),
    why: text(`Pesan dari Shopee: "${message}".`, `Message from Shopee: "${message}".`),
    remedy: text(
      'Periksa data itu di Seller Centre. Jika berulang, kirim kode permintaan ke dukungan Kanal.',
      'Check it in Seller Centre. If it repeats, send the request code to Kanal support.',
    ),
  }
}

/** The daily quota is renewed at 00:00 UTC+8. */
function millisecondsToQuotaReset(now: Date): number {
  const dayMs = 86_400_000
  const sinceReset = (now.getTime() + 8 * 3_600_000) % dayMs
  return dayMs - sinceReset
}
