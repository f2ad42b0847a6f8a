export interface Figure {
  bench: string
  metric: string
  value: number
  unit: string
  /** The same measured on bare ground in the same run, when there is such a thing. */
  floor?: number
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** Prints one figure as one JSON line. `ratio` is value over floor: 1 means as fast as the bare ground. */
export function report({ bench, metric, value, unit, floor }: Figure): void {
  const ratio = floor === undefined ? null : rounded(value / floor)
  console.log(
    JSON.stringify({
      bench,
      metric,
      value: rounded(value),
      unit,
      floor: floor === undefined ? null : rounded(floor),
      ratio,
    }),
  )
}

/** The value below which the given share of the samples lies. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** The middle value: one disturbed round does not move it. */
export const median = (samples: readonly number[]): number => percentile(samples, 0.5)
