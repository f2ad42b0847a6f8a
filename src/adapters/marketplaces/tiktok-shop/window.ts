/**
 * A time window as the platform's lists take it: whole seconds, start included, end excluded. It covers at least
 * the given instants.
 */
export function seconds(field: string, from: Date, to: Date): Record<string, number> {
  const start = Math.floor(from.getTime() / 1000)
  return {
    [`${field}_ge`]: start,
    [`${field}_lt`]: Math.max(Math.floor(to.getTime() / 1000) + 1, start + 1),
  }
}
