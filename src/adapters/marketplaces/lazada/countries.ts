/** The six countries of Lazada: where their API answers, what they pay in and which clock they keep. */
export const COUNTRIES = {
  id: {
    name: 'Indonesia',
    apiBaseUrl: 'https://api.lazada.co.id/rest',
    currency: 'IDR',
    utcOffset: '+07:00',
  },
  sg: { name: 'Singapore', apiBaseUrl: 'https://api.lazada.sg/rest', currency: 'SGD', utcOffset: '+08:00' },
  my: {
    name: 'Malaysia',
    apiBaseUrl: 'https://api.lazada.com.my/rest',
    currency: 'MYR',
    utcOffset: '+08:00',
  },
  th: { name: 'Thailand', apiBaseUrl: 'https://api.lazada.co.th/rest', currency: 'THB', utcOffset: '+07:00' },
  vn: { name: 'Vietnam', apiBaseUrl: 'https://api.lazada.vn/rest', currency: 'VND', utcOffset: '+07:00' },
  ph: {
    name: 'Philippines',
    apiBaseUrl: 'https://api.lazada.com.ph/rest',
    currency: 'PHP',
    utcOffset: '+08:00',
  },
} as const
export type Country = keyof typeof COUNTRIES

const KNOWN_BASES: ReadonlySet<string> = new Set(
  Object.values(COUNTRIES).map((country) => country.apiBaseUrl),
)

export const isCountry = (code: string | undefined): code is Country =>
  code !== undefined && Object.hasOwn(COUNTRIES, code)

/** The country of a shop, out of what its grant kept; Indonesia when it kept none. */
export function countryOf(details: Readonly<Record<string, string>> | undefined): Country {
  const code = details?.['country']
  return isCountry(code) ? code : 'id'
}

/**
 * Where a shop's calls go. A token belongs to a country, so the country decides between Lazada's own hosts; any
 * other base (a stand-in, a proxy) is meant as it stands.
 */
export function apiBaseOf(
  environmentBase: string,
  details: Readonly<Record<string, string>> | undefined,
): string {
  const base = environmentBase.replace(/\/+$/, '')
  return details && KNOWN_BASES.has(base) ? COUNTRIES[countryOf(details)].apiBaseUrl : base
}

/** An instant as Lazada wants it: local time of the country with its offset, whole seconds. */
export function localTime(at: Date, country: Country): string {
  const { utcOffset } = COUNTRIES[country]
  return new Date(at.getTime() + offsetMs(utcOffset)).toISOString().slice(0, 19) + utcOffset
}

/** The calendar day of the country, `YYYY-MM-DD`. */
export const localDay = (at: Date, country: Country): string => localTime(at, country).slice(0, 10)

/** The first instant of a calendar day in the country. */
export const startOfDay = (day: string, country: Country): Date =>
  new Date(`${day}T00:00:00${COUNTRIES[country].utcOffset}`)

const offsetMs = (offset: string): number => Number(offset.slice(0, 3)) * 3_600_000
