/** Statuses in which stock no longer matters to the order. */
export const OVER: readonly string[] = [
  'handed_over',
  'in_transit',
  'delivered',
  'completed',
  'cancelled',
  'returning',
  'returned',
]
