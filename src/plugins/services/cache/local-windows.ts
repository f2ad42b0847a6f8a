import type { RateLimit } from '../../security/rate-limit.ts'

/** More subjects than these are forgotten at once: a flood from many addresses must not fill the memory. */
const MOST_SUBJECTS = 20_000

interface Window {
  endsAt: number
  uses: number
}

/** Counts in fixed windows, in the memory of this process. */
export class LocalWindows {
  readonly #windows = new Map<string, Window>()

  /** Counts one use at `now` (milliseconds). @returns 0 when it fits, else the seconds until the next window. */
  count({ subject, most, windowSeconds }: RateLimit, now: number): number {
    const running = this.#windows.get(subject)
    if (running && running.endsAt > now) {
      if (running.uses >= most) return Math.ceil((running.endsAt - now) / 1000)
      running.uses += 1
      return 0
    }
    if (this.#windows.size >= MOST_SUBJECTS) this.#forget(now)
    this.#windows.set(subject, { endsAt: now + windowSeconds * 1000, uses: 1 })
    return 0
  }

  #forget(now: number): void {
    for (const [subject, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(subject)
    if (this.#windows.size >= MOST_SUBJECTS) this.#windows.clear()
  }
}
