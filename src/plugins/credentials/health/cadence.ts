import type { Verdict } from '../../../adapters/contract.ts'

const MINUTE = 60_000
/** Between two tests of a credential that works. */
export const USUAL_MS = 15 * MINUTE
/** After a rejection: three of them are then ten minutes apart, the least that counts as broken. */
const SUSPECT_MS = 5 * MINUTE
const LONGEST_MS = 60 * MINUTE
/** Tests of one adapter in a day, over all organisations: more would look like an attack to the provider. */
export const TESTS_PER_DAY = 5_000
const DAY_MS = 24 * 60 * MINUTE

/** How many answers in a row, over how long, make a credential broken rather than unlucky. */
export const REJECTIONS_TO_FAIL = 3
export const REJECTED_FOR_MS = 10 * MINUTE
/** One lost connection is nothing to tell anybody. */
export const UNVERIFIED_TO_DEGRADE = 2

/**
 * How long until the next test. Rejections are looked into soon; when the provider cannot be reached the pause doubles
 * up to an hour; and however many credentials an adapter has, its tests stay under the daily cap.
 * @param random in [0, 1): spreads tests that would fall together by a fifth either way.
 */
export function pauseAfter(
  answer: { verdict: Verdict; rejected: number; unverified: number },
  { credentials, random }: { credentials: number; random: number },
): number {
  const fairMs = Math.max(USUAL_MS, (credentials * DAY_MS) / TESTS_PER_DAY)
  const jitter = 0.8 + 0.4 * random
  if (answer.verdict === 'rejected' && answer.rejected < REJECTIONS_TO_FAIL)
    return SUSPECT_MS * (1 + 0.1 * random)
  if (answer.verdict === 'unverified') {
    const doubled = SUSPECT_MS * 2 ** Math.min(10, answer.unverified - 1)
    return Math.max(Math.min(doubled, LONGEST_MS), fairMs > USUAL_MS ? fairMs : 0) * jitter
  }
  return fairMs * jitter
}

/** How many tests of one adapter may begin within one minute: never twice the average. */
export const perMinute = (credentials: number): number => {
  const average = credentials / (Math.max(USUAL_MS, (credentials * DAY_MS) / TESTS_PER_DAY) / MINUTE)
  return Math.max(1, Math.floor(average * 1.9))
}
