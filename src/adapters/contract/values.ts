export interface Money {
  /** Integer minor units (rupiah has none). */
  amount: number
  currency: string
}

export interface Page<T> {
  items: readonly T[]
  /** Opaque; null on the last page. */
  next: string | null
  /** Total number of items if the marketplace says, for a progress bar. */
  total: number | null
}
