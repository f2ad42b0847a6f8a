import { createHash } from 'node:crypto'
import type { Reporter } from '../../../adapters/contract.ts'
import { onErrorLogged, type LoggedProblem } from '../../../log.ts'
import type { Kanal } from '../../context.ts'
import { servicesOf } from '../hub.ts'
import { reportScrubber } from './scrub.ts'

const MOST_PER_MINUTE = 30
/** The same problem again within this time says nothing new. */
const REPEAT_MS = 60_000

export const RELEASE = process.env.npm_package_version ?? '0.1.0'
export const environmentName = (): string =>
  (process.env.KANAL_MODE ?? process.env.NODE_ENV) === 'production' ? 'production' : 'local'

/**
 * Reports every error that this process logs, once a service for it is set up and as long as it is; nothing is loaded
 * before. Call once per process.
 * @param part of the system, such as `web` or `worker`
 * @returns a function that sends what is under way and ends it
 */
export function startReporting(kanal: Kanal, part: string): () => Promise<void> {
  const hub = servicesOf(kanal)
  let reporter: Reporter | null = null
  let generation = ''
  let turn = Promise.resolve()

  const follow = async (): Promise<void> => {
    const service = await hub.find('reports')
    const next = service && service.status !== 'failed' ? service.generation : ''
    if (next === generation) return
    generation = next
    const old = reporter
    reporter = null
    await old?.close()
    const reports = service?.adapter.reports
    if (!service || !reports || next === '') return
    reporter = await hub.use(service, 'reports.open', (session) =>
      reports.open(session, {
        release: RELEASE,
        environment: environmentName(),
        scrub: reportScrubber(Object.values(session.credentials)),
      }),
    )
  }
  const followInTurn = (): void => {
    turn = turn
      .then(follow)
      .catch((error: unknown) => kanal.log.warn({ cause: String(error) }, 'reports could not be set up'))
  }
  const limit = limiter()
  const stopListening = onErrorLogged((problem) => {
    if (!reporter || !limit(problem)) return
    const { error, level, name, tags } = problem
    reporter.capture({ error, level, part, tags: { ...tags, logger: name } })
  })
  const stopFollowing = hub.onChange(followInTurn)
  followInTurn()
  return async () => {
    stopListening()
    stopFollowing()
    await turn
    await reporter?.flush(2_000)
    await reporter?.close()
    reporter = null
  }
}

/** At most so many a minute, and the same one only once. */
function limiter(): (problem: LoggedProblem) => boolean {
  const seen = new Map<string, number>()
  return ({ error, name }) => {
    const now = Date.now()
    for (const [key, at] of seen) if (now - at > REPEAT_MS) seen.delete(key)
    const key = createHash('sha256')
      .update([name, error.name, error.message, error.stack?.split('\n')[1] ?? ''].join('\n'))
      .digest('base64')
    if (seen.has(key) || seen.size >= MOST_PER_MINUTE) return false
    seen.set(key, now)
    return true
  }
}
