/** Counts by name, since the start: what the short logs forget. */
export class Tally {
  private readonly counts = new Map<string, number>()

  /** Counts one more under `name`. */
  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  clear(): void {
    this.counts.clear()
  }

  view(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts)
  }
}

/** The path of a call without the ids in it, so that calls of one kind count together. */
export const kindOfPath = (path: string): string => path.replace(/\d{6,}/g, ':id')
