import { randomUUID } from 'node:crypto'
import type { Endpoint, PayloadRequest } from 'payload'
import { createLogger } from '../../../log.ts'
import type { OutcomeLine, StepLine, StreamLine } from '../checks/events.ts'
import { callerOf, type Caller } from './caller.ts'
import { internal, Refusal } from './problem.ts'

const log = createLogger('credentials')

/** `no-transform` keeps compression from holding lines back until the stream ends. */
const HEADERS = { 'cache-control': 'no-store, no-transform', 'x-content-type-options': 'nosniff' }
const NDJSON = 'application/x-ndjson'

/** A JSON answer that no cache keeps. */
export const answer = (
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => Response.json(body, { status, headers: { ...HEADERS, ...headers } })

/** What may be said about an error: a refusal as it is, anything else without its inner details. */
function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof Refusal) return error
  log.error({ err: error, requestId }, 'credential endpoint failed')
  return internal()
}

/** An endpoint handler that gets its caller and answers whatever is thrown as a problem. */
export const handle =
  (run: (caller: Caller, req: PayloadRequest) => Promise<Response>): Endpoint['handler'] =>
  async (req) => {
    const requestId = randomUUID()
    try {
      return await run(callerOf(req, requestId), req)
    } catch (error) {
      const { problem, status, headers } = refusalOf(error, requestId)
      return answer({ problem, requestId }, status, headers)
    }
  }

export type Emit = (line: StepLine) => void
export type Work = (emit: Emit, signal: AbortSignal) => Promise<OutcomeLine>

/**
 * Answers with what the work finds: line by line while it runs (`Accept: application/x-ndjson`, status 200, the
 * real status in the last line), or as one JSON document with that status. The work is told when the person leaves.
 */
export async function report(caller: Caller, req: PayloadRequest, work: Work): Promise<Response> {
  if (!req.headers.get('accept')?.includes(NDJSON)) {
    const steps: StepLine[] = []
    const outcome = await work((line) => steps.push(line), caller.signal)
    return answer({ ...outcome, steps: steps.filter(({ state }) => state !== 'running') }, outcome.status)
  }
  const left = new AbortController()
  const signal = AbortSignal.any([caller.signal, left.signal])
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (line: StreamLine): void => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      try {
        write(await work(write, signal))
      } catch (error) {
        if (!signal.aborted) {
          const { status, problem } = refusalOf(error, caller.requestId)
          write({ type: 'refused', status, problem, requestId: caller.requestId })
        }
      }
      if (!left.signal.aborted) controller.close()
    },
    cancel() {
      left.abort(new DOMException('The person left', 'AbortError'))
    },
  })
  const headers = { ...HEADERS, 'content-type': `${NDJSON}; charset=utf-8`, 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}
