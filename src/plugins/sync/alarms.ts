/**
 * One pending alarm per key, the earliest asked for. They live in this process only and do not keep it alive, so
 * whatever they are for must also be found by a sweep.
 */
export class Alarms {
  readonly #pending = new Map<string, { at: number; timer: NodeJS.Timeout }>()

  /** Calls `ring` once after so many milliseconds, unless an earlier alarm of the key is pending. */
  set(key: string, milliseconds: number, ring: () => void): void {
    const at = performance.now() + Math.max(0, milliseconds)
    const pending = this.#pending.get(key)
    if (pending && pending.at <= at) return
    if (pending) clearTimeout(pending.timer)
    const timer = setTimeout(() => {
      this.#pending.delete(key)
      ring()
    }, at - performance.now())
    timer.unref()
    this.#pending.set(key, { at, timer })
  }
}
