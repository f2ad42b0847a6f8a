import type { OutcomeLine, RefusedLine, StepLine, StreamLine } from '../checks/events.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import { stepUpFetch } from '../../../ui/step-up/fetch.ts'
import { words } from './words.ts'

export type Ending = OutcomeLine | RefusedLine

const UNREACHED: Problem = {
  code: 'unreached',
  what: words.failed,
  why: words.failedWhy,
  remedy: words.failedRemedy,
}

const refused = (status: number, problem: Problem = UNREACHED, requestId = ''): RefusedLine => ({
  type: 'refused',
  status,
  problem,
  requestId,
})

/** Sends JSON to one of our endpoints. Never throws for an answer that is not JSON. */
export async function send<T>(
  method: string,
  url: string,
  body?: unknown,
): Promise<{ ok: true; data: T } | RefusedLine> {
  try {
    const response = await stepUpFetch(url, {
      method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    const data = (await response.json()) as T & { problem?: Problem; requestId?: string }
    return response.ok ? { ok: true, data } : refused(response.status, data.problem, data.requestId)
  } catch {
    return refused(0)
  }
}

/**
 * Sends a test or a save and tells `onStep` about each step as the server reports it.
 * @returns how it ended, also when the request was refused or never arrived.
 */
export async function run(
  request: { method: 'POST' | 'PUT'; url: string; body: unknown; signal: AbortSignal },
  onStep: (line: StepLine) => void,
): Promise<Ending> {
  try {
    const response = await stepUpFetch(request.url, {
      method: request.method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(request.body),
      signal: request.signal,
    })
    if (!response.ok || !response.body) {
      const { problem, requestId } = (await response.json()) as { problem?: Problem; requestId?: string }
      return refused(response.status, problem, requestId)
    }
    for await (const line of linesOf(response.body)) {
      const event = JSON.parse(line) as StreamLine
      if (event.type === 'step') onStep(event)
      else return event
    }
    return refused(0)
  } catch {
    return refused(0)
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter(Boolean)
  }
  if (rest) yield rest
}
