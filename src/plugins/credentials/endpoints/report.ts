import type { PayloadRequest } from 'payload'
import { answer, ANSWER_HEADERS, refusalOf } from '../../security/endpoint/answer.ts'
import type { Caller } from '../../security/endpoint/caller.ts'
import { etagOf } from './if-match.ts'
import type { OutcomeLine, StepLine, StreamLine } from '../checks/events.ts'

const NDJSON = 'application/x-ndjson'

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
    const body = { ...outcome, steps: steps.filter(({ state }) => state !== 'running') }
    return answer(body, outcome.status, { etag: etagOf(outcome.version) })
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
  const headers = { ...ANSWER_HEADERS, 'content-type': `${NDJSON}; charset=utf-8`, 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}
