/** A report as Sentry takes it; only what is named here ever leaves the house. */
export interface TrimmedEvent {
  event_id: string
  timestamp: number
  platform: string
  level: string
  release?: string
  environment?: string
  message?: string
  exception?: { values: TrimmedException[] }
  tags?: Record<string, string>
  user?: { id: string }
  request?: { url: string }
}
interface TrimmedException {
  type: string
  value: string
  stacktrace?: { frames: Record<string, string | number | boolean>[] }
}

type Scrub = (text: string) => string

const MOST_EXCEPTIONS = 5
const MOST_FRAMES = 60
const MOST_TAGS = 20
const LONGEST_TEXT = 2_000
const FRAME_TEXTS = ['filename', 'function', 'module'] as const
const FRAME_NUMBERS = ['lineno', 'colno'] as const
const LEVELS = new Set(['fatal', 'error', 'warning', 'info', 'debug'])

/** Cut only after scrubbing: half a secret is not recognised any more. What is far too long is not read at all. */
const scrubThenCut = (value: string, longest: number, scrub: Scrub): string =>
  scrub(value.slice(0, longest * 10)).slice(0, longest)

/**
 * A copy of an event with nothing but: what went wrong and where in the code, its level, tags, the user's id and
 * the page without its query. No body, header, cookie, local variable, breadcrumb or machine name; every text passes
 * the scrubber. Takes anything, also what a browser claims to be an event.
 */
export function trimEvent(event: unknown, scrub: Scrub): TrimmedEvent {
  const from = recordOf(event)
  const text = (value: unknown, longest = LONGEST_TEXT): string | undefined =>
    typeof value === 'string' && value !== '' ? scrubThenCut(value, longest, scrub) : undefined
  const exceptions = listOf(recordOf(from.exception).values)
    .slice(0, MOST_EXCEPTIONS)
    .map((each) => trimException(recordOf(each), text))
  const tags = Object.entries(recordOf(from.tags))
    .slice(0, MOST_TAGS)
    .flatMap(([key, value]) =>
      typeof value === 'string' ? [[key.slice(0, 32), scrubThenCut(value, 200, scrub)]] : [],
    )
  const userId = text(recordOf(from.user).id, 64)
  const page = text(recordOf(from.request).url)?.replace(/[?#].*$/, '')
  const id =
    typeof from.event_id === 'string' && /^[0-9a-f]{32}$/.test(from.event_id) ? from.event_id : undefined
  return {
    event_id: id ?? crypto.randomUUID().replaceAll('-', ''),
    timestamp: typeof from.timestamp === 'number' ? from.timestamp : Date.now() / 1000,
    platform: from.platform === 'node' ? 'node' : 'javascript',
    level: typeof from.level === 'string' && LEVELS.has(from.level) ? from.level : 'error',
    ...optional('release', text(from.release, 100)),
    ...optional('environment', text(from.environment, 100)),
    ...optional('message', text(from.message) ?? text(recordOf(from.message).formatted)),
    ...(exceptions.length > 0 ? { exception: { values: exceptions } } : {}),
    ...(tags.length > 0 ? { tags: Object.fromEntries(tags) as Record<string, string> } : {}),
    ...(userId ? { user: { id: userId } } : {}),
    ...(page ? { request: { url: page } } : {}),
  }
}

function trimException(
  from: Record<string, unknown>,
  text: (value: unknown, longest?: number) => string | undefined,
): TrimmedException {
  const frames = listOf(recordOf(from.stacktrace).frames)
    .slice(-MOST_FRAMES)
    .map((each) => {
      const frame = recordOf(each)
      return Object.fromEntries<string | number | boolean>([
        ...FRAME_TEXTS.flatMap((key): [string, string][] => {
          const value = text(frame[key], 300)?.replace(/[?#].*$/, '')
          return value ? [[key, value]] : []
        }),
        ...FRAME_NUMBERS.flatMap((key): [string, number][] =>
          typeof frame[key] === 'number' ? [[key, frame[key]]] : [],
        ),
        ...(typeof frame.in_app === 'boolean' ? [['in_app', frame.in_app] as [string, boolean]] : []),
      ])
    })
  return {
    type: text(from.type, 200) ?? 'Error',
    value: text(from.value) ?? '',
    ...(frames.length > 0 ? { stacktrace: { frames } } : {}),
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>
