const HOURS = 7 * 3_600_000

/** "2026-11-01 09:00:00 +0700", as orders carry it. */
export const siteTime = (ms: number): string =>
  `${new Date(ms + HOURS).toISOString().slice(0, 19).replace('T', ' ')} +0700`

/** ISO 8601 with offset, as deadlines carry it. */
export const isoTime = (ms: number): string => `${new Date(ms + HOURS).toISOString().slice(0, 19)}+07:00`

/** The calendar day, `YYYY-MM-DD`. */
export const siteDay = (ms: number): string => isoTime(ms).slice(0, 10)

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "17 May 2016", as transactions carry it. */
export function longDay(ms: number): string {
  const [year = '', month = '1', day = ''] = siteDay(ms).split('-')
  return `${day} ${MONTHS[Number(month) - 1] ?? ''} ${year}`
}
