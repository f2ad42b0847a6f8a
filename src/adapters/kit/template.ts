import { AdapterError, type AppSession, type ShopSession } from '../contract.ts'
import { pointAt } from './jsonPointer.ts'

export type TemplateSession = Pick<AppSession, 'credentials' | 'environment' | 'now'> & {
  shop?: Pick<ShopSession['shop'], 'accessToken' | 'externalId'>
}

const PLACE = /\{([^{}]*)\}/g

/** The names of the places in a text, such as `credentials.appKey`. */
export const placesIn = (template: string): string[] =>
  [...template.matchAll(PLACE)].map(([, name = '']) => name)

/** The key of the field a place stands for, or undefined. */
export const fieldOf = (place: string): string | undefined => /^credentials\.(.+)$/.exec(place)?.[1]

/** The place in the answer a place stands for, as a JSON pointer, or undefined. */
export const pointerOf = (place: string): string | undefined => /^answer((?:\/.*)?)$/.exec(place)?.[1]

/** The text with its values, each passed through `escape` first. Optional fields left empty are empty. */
export function filled(
  template: string,
  session: TemplateSession,
  { escape = String, answer }: { escape?: (value: string, field?: string) => string; answer?: unknown } = {},
): string {
  return template.replace(PLACE, (_, place: string) =>
    escape(valueOf(place, session, answer), fieldOf(place)),
  )
}

function valueOf(
  place: string,
  { credentials, environment, now, shop }: TemplateSession,
  answer: unknown,
): string {
  const field = fieldOf(place)
  if (field !== undefined) return credentials[field] ?? ''
  const pointer = pointerOf(place)
  if (pointer !== undefined) {
    const found = pointAt(answer, pointer)
    return found === undefined || typeof found === 'object' ? '' : String(found)
  }
  switch (place) {
    case 'environment.host':
      return new URL(environment.apiBaseUrl).host
    case 'time.seconds':
      return String(Math.floor(now().getTime() / 1000))
    case 'shop.accessToken':
      return shop?.accessToken ?? ''
    case 'shop.externalId':
      return shop?.externalId ?? ''
    default:
      throw new Error(`{${place}} stands for nothing`)
  }
}

/** Places that may stand in any template, besides those of fields. */
export const KNOWN_PLACES: ReadonlySet<string> = new Set(['environment.host', 'time.seconds'])
/** Places of checks that need a shop. */
export const SHOP_PLACES: ReadonlySet<string> = new Set(['shop.accessToken', 'shop.externalId'])

/** A value as a header may carry it. @throws AdapterError naming the field when it holds line breaks or the like. */
export function headerSafe(value: string, field?: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value
  throw new AdapterError({
    kind: 'auth',
    reason: 'invalid_format',
    message: 'A value holds characters no header can carry',
    fields: field === undefined ? [] : [field],
  })
}
