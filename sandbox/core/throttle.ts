/** Counts calls per key in one-second windows. */
export class Throttle {
  private readonly windows = new Map<string, { second: number; count: number }>()

  /** Registers a call; true when it exceeds `perSecond` in the current second. */
  exceeded(key: string, perSecond: number, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000)
    const window = this.windows.get(key)
    if (!window || window.second !== second) {
      this.windows.set(key, { second, count: 1 })
      return perSecond < 1
    }
    window.count += 1
    return window.count > perSecond
  }
}
