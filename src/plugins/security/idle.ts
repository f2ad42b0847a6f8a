/** Pages on which a person who walked away must not leave something open. Below the admin's own path. */
export const SENSITIVE_PATHS: readonly string[] = [
  '/integrations',
  '/encryption-keys',
  '/export-import',
  '/security',
  '/audit',
  '/collections/audit-events',
  '/collections/users',
  '/collections/organisations',
  '/collections/integrations',
]

/** Longest a sensitive page stays open untouched. */
export const IDLE_MS = 10 * 60_000
/** How long before that the person sees it coming. */
export const WARN_MS = 60_000

/** Whether the page at that path, below the admin's own, is a sensitive one. */
export const isSensitive = (path: string): boolean =>
  SENSITIVE_PATHS.some((each) => path === each || path.startsWith(`${each}/`))

export type Idle = { state: 'working' } | { state: 'warned'; seconds: number } | { state: 'over' }

/** What becomes of a page touched last at `touched`; by the clock, so that a laptop that slept leaves at once. */
export function idleAt(now: number, touched: number): Idle {
  const left = IDLE_MS - (now - touched)
  if (left <= 0) return { state: 'over' }
  return left <= WARN_MS ? { state: 'warned', seconds: Math.ceil(left / 1000) } : { state: 'working' }
}
