const FIRST_SECONDS = 2
const MOST_SECONDS = 300

/** When to try again after so many tries: doubling from 2 s to 5 min with jitter, not before the marketplace asked. */
export function retryAt(
  now: Date,
  attempts: number,
  retryAfterMs = 0,
  random: () => number = Math.random,
): Date {
  const ceiling = Math.min(MOST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, attempts - 1))
  const pause = ceiling * 1_000 * (0.5 + random() / 2)
  return new Date(now.getTime() + Math.max(pause, retryAfterMs))
}
