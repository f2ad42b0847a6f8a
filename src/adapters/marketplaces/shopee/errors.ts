import { AdapterError, type Explanation } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { ACCESS_CODES } from './accessCodes.ts'
import type { ErrorRule } from './errorRule.ts'
import { RULES, type RuleName } from './errorTable.ts'
import { LISTING_CODES } from './listingCodes.ts'
import { ORDER_CODES } from './orderCodes.ts'

/** Codes that mean one thing wherever they come from. A module prefix (`product.`) is dropped after a full match. */
export const CODES: Readonly<Record<string, RuleName>> = { ...ACCESS_CODES, ...LISTING_CODES, ...ORDER_CODES }

/** What a call is about, where Shopee gives one code to different refusals and tells them apart in words. */
export type Subject = 'stock' | 'price' | 'listing'

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
const PRICE_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/promotion/i, 'pricePromotion'],
  [/wholesale/i, 'wholesale'],
  [/model.*(not (exist|found)|invalid|wrong)|(invalid|wrong) model/i, 'variantChanged'],
  [/item.*not (exist|found)/i, 'notFound'],
  [/ times |ratio/i, 'priceRatio'],
  [/try (again|later)|busy|time(d )?out|system error/i, 'server'],
  [/price/i, 'price'],
]
const LISTING_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/not (exist|found)/i, 'notFound'],
  [/review|banned|deleted|promotion|schedul/i, 'delist'],
  [/try (again|later)|busy|time(d )?out|system error/i, 'server'],
]
const TEXTS: Readonly<Record<Subject, readonly (readonly [RegExp, RuleName])[]>> = {
  stock: STOCK_TEXTS,
  price: PRICE_TEXTS,
  listing: LISTING_TEXTS,
}
const GATEWAY_TEXTS: readonly (readonly [RegExp, RuleName])[] = [
  [/(another|other|different|wrong) region|region.*(mismatch|not match)/i, 'region'],
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
/** Codes that say nothing themselves. */
const VAGUE_CODES = new Set(['error_auth', 'error_param', 'error.param', 'error_busi', 'error_inner'])

const firstMatch = (texts: readonly (readonly [RegExp, RuleName])[], message: string): RuleName | undefined =>
  texts.find(([pattern]) => pattern.test(message))?.[1]

/** The rule for a provider's code and text, or undefined when Shopee says something we do not know. */
export function ruleFor(code: string, message: string, about?: Subject): ErrorRule | undefined {
  const bare = code === 'error.param' ? code : code.slice(code.indexOf('.') + 1)
  const name =
    (about && VAGUE_CODES.has(bare) ? firstMatch(TEXTS[about], message) : undefined) ??
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
  about?: Subject
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
export function rowRefusal(failure: ProviderFailure & { about: Subject }): AdapterError {
  const name = firstMatch(TEXTS[failure.about], failure.message)
  if (!name) return providerError(failure)
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
  return (CODES[providerCode] ?? CODES[providerCode.slice(providerCode.indexOf('.') + 1)]) === 'notFound'
}

/** Whether an error is the given situation. */
export function isCase(error: AdapterError, name: RuleName): boolean {
  return error.explanation?.why === RULES[name].explanation({ partnerId: '' }).why
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
