/** What a path and verb lead to. */
export type RouteMatch<T> =
  | { readonly kind: 'found'; readonly route: T; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong_verb' }
  | { readonly kind: 'not_found' }

interface Entry<T> {
  readonly method: string
  readonly segments: readonly string[]
  readonly route: T
}

/** Path table with `:name` segments. Knows nothing of what a route is. */
export class Router<T> {
  private readonly entries: Entry<T>[] = []

  /** Adds one route. */
  add(method: string, path: string, route: T): this {
    this.entries.push({ method, segments: path.split('/'), route })
    return this
  }

  /** Finds the route for a request. */
  match(method: string, path: string): RouteMatch<T> {
    const segments = path.split('/')
    let pathKnown = false
    for (const entry of this.entries) {
      const params = matchSegments(entry.segments, segments)
      if (params === undefined) continue
      if (entry.method === method) return { kind: 'found', route: entry.route, params }
      pathKnown = true
    }
    return { kind: pathKnown ? 'wrong_verb' : 'not_found' }
  }
}

function matchSegments(
  pattern: readonly string[],
  actual: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== actual.length) return undefined
  const params: Record<string, string> = {}
  for (let i = 0; i < pattern.length; i++) {
    const want = pattern[i] ?? ''
    const have = actual[i] ?? ''
    if (want.startsWith(':')) {
      try {
        params[want.slice(1)] = decodeURIComponent(have)
      } catch {
        return undefined
      }
    } else if (want !== have) return undefined
  }
  return params
}
