import { AdapterError, type Explanation } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import type { ErrorRule } from './errorRule.ts'
import { RULES, type RuleName } from './errorTable.ts'

const codes = (rule: RuleName, ...list: readonly string[]): [string, RuleName][] =>
  list.map((code) => [code, rule])

/** What each of Lazada's codes means. Codes that only unofficial sources name are marked. */
export const CODES: Readonly<Record<string, RuleName>> = Object.fromEntries([
  ...codes('signature', 'IncompleteSignature'),
  ...codes('unknownApp', 'InvalidAppKey'),
  // Neither code is confirmed; a clock that is off must not read as a wrong secret.
  ...codes('clock', 'InvalidTimestamp', 'IllegalTimestamp'),
  ...codes('accessToken', 'IllegalAccessToken'),
  ...codes('code', 'InvalidCode'),
  ...codes('refreshToken', 'IllegalRefreshToken'),
  ...codes('subscriptionToken', 'AUTH_TYPE_UNSUPPORTED'),
  ...codes('notSubscribed', 'AppNotSubscribed'),
  ...codes('apiPermission', 'InsufficientPermission'),
  ...codes('sellerType', 'SELLER_NOT_PERMITTED', 'E0501', 'Mp3SellerApiLimit'),
  ...codes('ip', 'AppWhiteIpLimit'),
  ...codes('unverified', 'SellerNotVerified'),
  ...codes('closed', 'SellerNotActive'),
  ...codes('endpoint', 'InvalidApi', 'InvalidApiPath'),
  ...codes('rate', 'ApiCallLimit', 'SellerCallLimit', '901', '1002'),
  // Unconfirmed: named by one unofficial client.
  ...codes('rate', 'IopSystemFlowlimit', 'ServiceCurrentlimit'),
  ...codes('dailyQuota', 'AppCallLimit'),
  ...codes('campaign', '998'),
  ...codes('server', 'ServiceTimeout', '6', '1000', '506', '513', '40011', '106', '1003'),
  ...codes('editCollision', '4147', '4154'),
  ...codes('lock', '700024'),
  ...codes('parameter', 'MissingParameter', 'MissingPartner', '5', '14', '17', '19', '36', '74', '75'),
  ...codes('parameter', '30', '204', '700004', '700013', '700017', '700018', '700019', '700022', '4171'),
  ...codes('listingRejected', '500', '501', '201', '4227', '4228', '57'),
  ...codes('attributes', '4108', '4112', '4113', '4115'),
  ...codes('duplicateSku', '4105', '4126', '4135', '4141'),
  ...codes('picture', '300', '301', '302', '303', '4138', '4139'),
  ...codes('notFound', '16', '37', '207', '208', '4137', '4216', '4193'),
  ...codes('notFound', '700020', '700021', '700025', '700032', '115'),
  ...codes('wrongShop', 'EDIT_ITEM_NOT_BELONG_SELLER'),
  ...codes('negative', '212'),
  ...codes('campaignStock', '4170'),
  ...codes('locked', '4130', '4148', '4155'),
  ...codes('managed', '4225'),
  ...codes('orderChanged', '38', '39', '56', '20', '21', '32', '34', '35', '700000', '700026', '700031'),
  ...codes('provider', '700001', '700016'),
  ...codes('cannotPack', '700009', '700023', '700027', '700028', '700030'),
  ...codes('warehouses', '700029', '700033'),
  ...codes('unprintable', '700040'),
  ...codes('packageGone', '600001', '600002'),
  ...codes('window', '1000012', '1000014'),
  ...codes('reversal', ...range(100, 105), ...range(107, 114), ...range(116, 133)),
])

/** Codes that say that an object does not exist (any more). */
const UNKNOWN_OBJECT: ReadonlySet<string> = new Set([
  '16',
  '208',
  '4137',
  '700020',
  '700021',
  '700025',
  '115',
])
/** How long to leave Lazada alone when it names no time. */
const PAUSES_MS: Readonly<Partial<Record<RuleName, number>>> = {
  rate: 1_000,
  editCollision: 3_000,
  lock: 2_000,
  campaign: 15 * 60_000,
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}

/** `E901` and `E0901` are 901; `E0501` is a code of its own and stays. */
function plainCode(code: string): string {
  if (Object.hasOwn(CODES, code)) return code
  return /^E0*(\d+)$/.exec(code)?.[1] ?? code
}

/** The rule for a provider's code, or undefined when Lazada says something we do not know. */
export function ruleFor(code: string): ErrorRule | undefined {
  const name = ruleNameFor(code)
  return name && RULES[name]
}

function ruleNameFor(code: string): RuleName | undefined {
  const plain = plainCode(code)
  return Object.hasOwn(CODES, plain) ? CODES[plain] : undefined
}

/** A token of another country has the code of a token that ran out; only the text, if anything, tells them apart. */
function situationOf(code: string, message: string): RuleName | undefined {
  const name = ruleNameFor(code)
  return name === 'accessToken' && /\b(country|region|site)\b/i.test(message) ? 'otherCountry' : name
}

/** What a product call says about one field of one SKU. */
export interface Detail {
  field: string
  message: string
  sellerSku: string
}

export interface ProviderFailure {
  code: string
  /** Already scrubbed of secrets, as is `detail`. */
  message: string
  detail: readonly Detail[]
  requestId: string
  httpStatus: number
  appKey: string
  now: Date
  quotaResetUtcHour: number
}

/** The adapter error for an answer whose code is not 0. */
export function providerError(failure: ProviderFailure): AdapterError {
  const { code, message, requestId, httpStatus, appKey } = failure
  const name = situationOf(code, message) ?? (httpStatus >= 500 ? 'server' : undefined)
  const rule = name && RULES[name]
  const retryAfterMs = name && pauseOf(name, failure)
  const told = failure.detail.map(sayDetail).join('; ')
  return new AdapterError({
    kind: rule?.kind ?? 'permanent',
    reason: rule?.reason ?? 'unexpected_response',
    message: `Lazada ${code}: ${[message, told].filter(Boolean).join(' | ')}`,
    providerCode: code,
    httpStatus,
    fields: rule?.fields ?? [],
    explanation: rule ? quote(rule.explanation({ appKey }), told) : unknownRefusal(told || message || code),
    ...(requestId ? { requestId } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** Whether an error says that an object does not exist (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof AdapterError && UNKNOWN_OBJECT.has(plainCode(error.providerCode ?? ''))
}

function pauseOf(name: RuleName, { message, now, quotaResetUtcHour }: ProviderFailure): number | undefined {
  if (name === 'dailyQuota') return untilHour(now, quotaResetUtcHour)
  if (name !== 'rate') return PAUSES_MS[name]
  const seconds = Number(/last (\d+) second/i.exec(message)?.[1] ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : PAUSES_MS.rate
}

function untilHour(now: Date, utcHour: number): number {
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), utcHour)
  return next > now.getTime() ? next - now.getTime() : next + 86_400_000 - now.getTime()
}

const sayDetail = ({ field, message, sellerSku }: Detail): string =>
  [sellerSku && `SKU ${sellerSku}`, field, message].filter(Boolean).join(': ')

/** Lazada's general product refusals carry the real reason in their details. */
function quote(explanation: Explanation, told: string): Explanation {
  if (told === '') return explanation
  return { ...explanation, why: text(`Pesan dari Lazada: "${told}".`, `Message from Lazada: "${told}".`) }
}

function unknownRefusal(message: string): Explanation {
  return {
    what: text('Lazada menolak permintaan ini.', 'Lazada refused this request.'),
    why: text(`Pesan dari Lazada: "${message}".`, `Message from Lazada: "${message}".`),
    remedy: text(
      'Periksa data itu di Seller Center. Jika berulang, kirim kode permintaan ke dukungan Kanal.',
      'Check it in Seller Center. If it repeats, send the request code to Kanal support.',
    ),
  }
}
