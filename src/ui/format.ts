import type { Language } from '../adapters/contract.ts'

/** The three time zones a seller can choose. */
const ZONES: Readonly<Record<string, { label: string; offsetHours: number }>> = {
  'Asia/Jakarta': { label: 'WIB', offsetHours: 7 },
  'Asia/Makassar': { label: 'WITA', offsetHours: 8 },
  'Asia/Jayapura': { label: 'WIT', offsetHours: 9 },
}
const DEFAULT_ZONE = 'Asia/Jakarta'

const zoneOf = (timeZone: string | null | undefined) => {
  const name = timeZone && timeZone in ZONES ? timeZone : DEFAULT_ZONE
  return { name, ...(ZONES[name] as { label: string; offsetHours: number }) }
}

/** `WIB`, `WITA` or `WIT`; an unknown zone is read as Jakarta's. */
export const zoneLabel = (timeZone: string | null | undefined): string => zoneOf(timeZone).label

/** Whole numbers with a dot for thousands, in both languages: a seller should not have to guess what a dot means. */
export const formatNumber = (value: number): string =>
  new Intl.NumberFormat('id-ID', { maximumFractionDigits: 2 }).format(value)

/** `+3`, `−5`, `0`: a change of a quantity, always with its sign. */
export const formatChange = (value: number): string =>
  value > 0 ? `+${formatNumber(value)}` : value < 0 ? `−${formatNumber(-value)}` : '0'

/** Integer minor units as money: `Rp1.250.000`. Other currencies keep their code: `SGD 1.250`. */
export const formatMoney = (amount: number, currency = 'IDR'): string => {
  const sign = amount < 0 ? '−' : ''
  const digits = formatNumber(Math.abs(amount))
  return currency === 'IDR' ? `${sign}Rp${digits}` : `${sign}${currency} ${digits}`
}

const toDate = (value: Date | string | number): Date => (value instanceof Date ? value : new Date(value))

/** The exact instant in the organisation's zone: `22 Nov 2026, 23.15 WIB` (English: `22 Nov 2026, 23:15 WIB`). */
export const formatInstant = (
  value: Date | string | number,
  options: { language: Language; timeZone?: string | null },
): string => {
  const { name, label } = zoneOf(options.timeZone)
  const locale = options.language === 'en' ? 'en-GB' : 'id-ID'
  const date = toDate(value)
  const day = new Intl.DateTimeFormat(locale, {
    timeZone: name,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: name,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return `${day.format(date)}, ${time.format(date)} ${label}`
}

/** The day alone in the organisation's zone: `22 Nov 2026`. */
export const formatDay = (
  value: Date | string | number,
  options: { language: Language; timeZone?: string | null },
): string =>
  new Intl.DateTimeFormat(options.language === 'en' ? 'en-GB' : 'id-ID', {
    timeZone: zoneOf(options.timeZone).name,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(toDate(value))

const UNITS = [
  { seconds: 365 * 86_400, id: 'tahun', en: ['year', 'years'] },
  { seconds: 30 * 86_400, id: 'bulan', en: ['month', 'months'] },
  { seconds: 86_400, id: 'hari', en: ['day', 'days'] },
  { seconds: 3_600, id: 'jam', en: ['hour', 'hours'] },
  { seconds: 60, id: 'menit', en: ['minute', 'minutes'] },
] as const

/** A length of time in its largest whole unit: `3 jam`, `2 hari`; under a minute `kurang dari semenit`. */
export const formatDuration = (milliseconds: number, language: Language): string => {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  const unit = UNITS.find((candidate) => seconds >= candidate.seconds)
  if (!unit) return language === 'en' ? 'less than a minute' : 'kurang dari semenit'
  const count = Math.floor(seconds / unit.seconds)
  return language === 'en' ? `${count} ${unit.en[count === 1 ? 0 : 1]}` : `${count} ${unit.id}`
}

/** Time as people say it: `baru saja`, `3 menit lalu`, `2 jam lagi` (English: `just now`, `3 minutes ago`, `in 2 hours`). */
export const formatRelative = (value: Date | string | number, now: Date, language: Language): string => {
  const difference = toDate(value).getTime() - now.getTime()
  if (Math.abs(difference) < 60_000) {
    if (difference > 0) return language === 'en' ? 'in a moment' : 'sebentar lagi'
    return language === 'en' ? 'just now' : 'baru saja'
  }
  const words = formatDuration(difference, language)
  if (difference > 0) return language === 'en' ? `in ${words}` : `${words} lagi`
  return language === 'en' ? `${words} ago` : `${words} lalu`
}

/** Midnight that starts the day of `now` in the organisation's zone, as an instant; `days` later when given. */
export const startOfDay = (now: Date, timeZone: string | null | undefined, days = 0): Date => {
  const offset = zoneOf(timeZone).offsetHours * 3_600_000
  const local = new Date(now.getTime() + offset)
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + days) - offset)
}
