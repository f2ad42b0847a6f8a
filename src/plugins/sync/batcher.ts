interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** More came in than can wait. */
export class TooManyWaitingError extends Error {
  constructor() {
    super('Too many items are waiting')
    this.name = 'TooManyWaitingError'
  }
}

export interface BatcherOptions {
  /** Items in one batch at the most. */
  most: number
  /** Batches under way at the most. */
  parallel: number
  /** How long the first item waits for company. */
  waitMs: number
  /** Items that may wait for their batch. */
  waiting: number
}

/**
 * Collects items that arrive close together and works on them at once: the first waits `waitMs` for company, and
 * whatever comes while enough batches are under way forms the next one.
 */
export class Batcher<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #options: BatcherOptions
  #queue: Waiting<Item, Result>[] = []
  #running = 0

  /** @param work gives one result per item, in their order; a failure fails the whole batch. */
  constructor(work: (items: readonly Item[]) => Promise<readonly Result[]>, options: BatcherOptions) {
    this.#work = work
    this.#options = options
  }

  /** The result for one item. @throws TooManyWaitingError, and what the work throws. */
  add(item: Item): Promise<Result> {
    if (this.#queue.length >= this.#options.waiting) return Promise.reject(new TooManyWaitingError())
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject })
      if (this.#running < this.#options.parallel) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running += 1
    await new Promise((resolve) => setTimeout(resolve, this.#options.waitMs))
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.#options.most)
      try {
        const results = await this.#work(batch.map(({ item }) => item))
        batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
      } catch (error) {
        batch.forEach(({ reject }) => reject(error))
      }
    }
    this.#running -= 1
  }
}
