/** A wall clock reading in some time zone. */
export interface LocalTime {
  year: number
  month: number
  day: number
  /** Minutes since local midnight. */
  minutes: number
}

/** A daily stretch of local time, `HH:MM` to `HH:MM`; it may cross midnight. */
export interface QuietHours {
  from: string
  to: string
}

const MINUTE_MS = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}

/** What a clock in that IANA zone shows at an instant. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    minutes: part('hour') * 60 + part('minute'),
  }
}

const asUtc = ({ year, month, day, minutes }: LocalTime): number =>
  Date.UTC(year, month - 1, day) + minutes * MINUTE_MS

/**
 * The instant at which a clock in that zone shows this time: the first of two when clocks go back, and as much later
 * as clocks jump when they go forward over it. A day beyond the month's end is a day of the next.
 */
export function instantOf(local: LocalTime, timeZone: string): Date {
  const wanted = asUtc(local)
  const offsetAt = (instant: number): number => asUtc(localTime(new Date(instant), timeZone)) - instant
  // The offset a day before and a day after: they differ only around a change of clocks.
  const before = wanted - offsetAt(wanted - 86_400_000)
  const after = wanted - offsetAt(wanted + 86_400_000)
  const exact = [before, after].filter((instant) => instant + offsetAt(instant) === wanted)
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(before, after))
}

/** `HH:MM` as minutes since midnight. */
export const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** When the quiet hours around an instant end, or null when it lies in none. */
export function quietUntil(at: Date, timeZone: string, quiet: QuietHours | null): Date | null {
  if (!quiet) return null
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  const now = localTime(at, timeZone)
  const crosses = from > to
  const inside = crosses ? now.minutes >= from || now.minutes < to : now.minutes >= from && now.minutes < to
  if (!inside) return null
  const day = now.day + (crosses && now.minutes >= from ? 1 : 0)
  return instantOf({ ...now, day, minutes: to }, timeZone)
}

/** The local calendar day of an instant, `2026-11-22`. */
export const dayOf = (at: Date, timeZone: string): string => {
  const { year, month, day } = localTime(at, timeZone)
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}
