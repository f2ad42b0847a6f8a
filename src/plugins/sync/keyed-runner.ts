/**
 * Runs work at most once at a time per key, in this process. Whoever comes while it runs makes it run once more
 * afterwards and leaves, so that a burst becomes two rounds. Across processes the rows' own leases keep order.
 */
export class KeyedRunner {
  readonly #running = new Map<string, { again: boolean }>()

  /**
   * @returns whether this call did the work; false when it was left to the one under way.
   * @throws what the work throws.
   */
  async run(key: string, work: () => Promise<void>): Promise<boolean> {
    const current = this.#running.get(key)
    if (current) {
      current.again = true
      return false
    }
    const state = { again: false }
    this.#running.set(key, state)
    try {
      do {
        state.again = false
        await work()
      } while (state.again)
      return true
    } finally {
      this.#running.delete(key)
    }
  }
}
