import type { ConformanceSubject, OpenShop } from './subject.ts'

/** One promise of the contract, tested. Resolves when it is kept, throws when it is not. */
export interface ConformanceCheck {
  id: string
  title: string
  /** Time the check may take in milliseconds; a few seconds unless said otherwise. */
  timeoutMs?: number
  /** False for adapters without the capability; always tested unless said otherwise. */
  applies?(subject: ConformanceSubject): boolean
  run(subject: ConformanceSubject): Promise<void>
}

const LIVE_TIMEOUT_MS = 60_000

/** A check against the stand-in: starts with a healthy shop, and leaves the stand-in healthy. */
export function liveCheck(
  about: Pick<ConformanceCheck, 'id' | 'title' | 'applies'>,
  run: (subject: ConformanceSubject, shop: OpenShop) => Promise<void>,
): ConformanceCheck {
  return {
    timeoutMs: LIVE_TIMEOUT_MS,
    ...about,
    async run(subject) {
      await subject.standIn.heal()
      try {
        await run(subject, await subject.standIn.openShop())
      } finally {
        await subject.standIn.heal()
      }
    },
  }
}
