import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestSentry {
  dsn: string
  /** Events of accepted envelopes. */
  events: Record<string, unknown>[]
  /** What was wrong with envelopes that a real ingest would refuse. */
  problems: string[]
  /** Every body as it arrived. */
  raw: string[]
  stop(): Promise<void>
}

const KEY = 'a'.repeat(32)
const PROJECT = '7'

/** What is wrong with an envelope, by the rules of Sentry's ingest; its event when nothing is. */
function readEnvelope(body: string): Record<string, unknown> | string {
  const [header = '', item = '', payload = ''] = body.split('\n')
  try {
    const { event_id: id } = JSON.parse(header) as { event_id?: string }
    const { type, length } = JSON.parse(item) as { type?: string; length?: number }
    if (!id || !/^[0-9a-f]{32}$/.test(id)) return 'the header names no event'
    if (type !== 'event') return `the item is a ${type}`
    if (length !== undefined && length !== Buffer.byteLength(payload)) return 'the item is of another length'
    const event = JSON.parse(payload) as Record<string, unknown>
    if (event.event_id !== id) return 'header and event disagree'
    if (typeof event.timestamp !== 'number' || typeof event.platform !== 'string')
      return 'the event is incomplete'
    return event
  } catch {
    return 'not JSON lines'
  }
}

/** A stand-in for Sentry's ingest: one project, one key, envelopes read strictly. */
export async function startSentry(): Promise<TestSentry> {
  const events: Record<string, unknown>[] = []
  const problems: string[] = []
  const raw: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://sentry.test')
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      }
      const body = Buffer.concat(chunks).toString()
      raw.push(body)
      const project = /^\/api\/(\d+)\/envelope\/$/.exec(url.pathname)?.[1]
      if (request.method !== 'POST' || !project) return answer(404, { detail: 'not found' })
      if (project !== PROJECT || url.searchParams.get('sentry_key') !== KEY) {
        return answer(403, { detail: 'event submission rejected with_reason: ProjectId' })
      }
      const event = readEnvelope(body)
      if (typeof event === 'string') {
        problems.push(event)
        return answer(400, { detail: event })
      }
      events.push(event)
      answer(200, { id: event.event_id })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    dsn: `http://${KEY}@127.0.0.1:${(server.address() as AddressInfo).port}/${PROJECT}`,
    events,
    problems,
    raw,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
