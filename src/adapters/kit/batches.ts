/** Cuts a list into pieces of at most `size`, in order. */
export function batches<T>(list: readonly T[], size: number): T[][] {
  const pieces: T[][] = []
  for (let at = 0; at < list.length; at += size) pieces.push(list.slice(at, at + size))
  return pieces
}

/** Maps with at most `limit` calls under way; results in the order of the list. The first failure ends it. */
export async function mapLimited<T, R>(
  list: readonly T[],
  limit: number,
  map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failed = false
  const worker = async (): Promise<void> => {
    while (next < list.length && !failed) {
      const index = next
      next += 1
      try {
        results[index] = await map(list[index] as T, index)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, worker))
  return results
}

/**
 * Fetches a batch where one unknown id fails all of it: halves the batch until the unknown ones stand alone,
 * and leaves those out.
 */
export async function fetchKnown<T>(
  ids: readonly string[],
  fetch: (ids: readonly string[]) => Promise<readonly T[]>,
  isUnknown: (error: unknown) => boolean,
): Promise<T[]> {
  if (ids.length === 0) return []
  try {
    return [...(await fetch(ids))]
  } catch (error) {
    if (!isUnknown(error)) throw error
    if (ids.length === 1) return []
    const middle = Math.ceil(ids.length / 2)
    const left = await fetchKnown(ids.slice(0, middle), fetch, isUnknown)
    return [...left, ...(await fetchKnown(ids.slice(middle), fetch, isUnknown))]
  }
}
