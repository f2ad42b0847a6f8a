/** How much of a SKU lies in one warehouse. */
export interface Shelf {
  warehouseId: string
  quantity: number
}

/**
 * Spreads a quantity over the warehouses a SKU already has: what comes or goes does so at the default warehouse
 * (else the first), and only what it cannot give is taken from the others in their order. The sum is always
 * `quantity`.
 */
export function spread(shelves: readonly Shelf[], quantity: number, defaultId?: string): Shelf[] {
  const next = shelves.map((shelf) => ({ ...shelf, quantity: Math.max(0, shelf.quantity) }))
  const home = next.find((shelf) => shelf.warehouseId === defaultId) ?? next[0]
  if (!home) return next
  let difference = quantity - next.reduce((sum, shelf) => sum + shelf.quantity, 0)
  for (const shelf of [home, ...next.filter((each) => each !== home)]) {
    const change = Math.max(difference, -shelf.quantity)
    shelf.quantity += change
    difference -= change
  }
  return next
}
