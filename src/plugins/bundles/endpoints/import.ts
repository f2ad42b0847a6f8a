import { autocommit } from '../../../database/tx.ts'
import { retest } from '../../credentials/endpoints/retest.ts'
import { ANSWER_HEADERS, refusalOf } from '../../security/endpoint/answer.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import type { ImportLine } from '../events.ts'
import { importBundle, type ImportedIntegration } from '../import.ts'
import { refusalOfBundle } from '../problems.ts'
import { admitBundle } from './admission.ts'
import { examine } from './check.ts'
import { importInput, MOST_UPLOAD_BYTES } from './input.ts'

/** Tests at a time: each waits for another company's servers. */
const AT_ONCE = 4

/**
 * `POST /api/bundles/import`: takes the chosen entries in, then tests each, and tells how it goes line by line. What
 * was stored stays stored when the person leaves; what was not tested yet stays untested until the next look.
 */
export const importEndpoint = endpoint({
  method: 'post',
  path: '/bundles/import',
  audit: ['settings.import', 'credential.test'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, importInput, MOST_UPLOAD_BYTES)
    await admitBundle(caller, input.organisation, 'settings.import')
    const examined = await examine(caller, input)
    const { organisation: organisationId } = input
    const imported = await importBundle(caller, organisationId, examined, input.choices).catch(
      async (error: unknown) => {
        const refusal = refusalOfBundle(error)
        const { id, organisation } = examined.bundle.manifest
        await tell(autocommit(caller.kanal.pool), caller, {
          organisationId,
          action: 'settings.import',
          target: { type: 'bundle', id, label: organisation.name },
          outcome: 'failed',
          reason: refusal instanceof Refusal ? refusal.problem.code : 'internal',
        })
        throw refusal
      },
    )
    return lines(caller, (write, signal) => testAll(caller, imported, write, signal))
  },
})

type Write = (line: ImportLine) => void

async function testAll(
  caller: Caller,
  imported: readonly ImportedIntegration[],
  write: Write,
  signal: AbortSignal,
): Promise<void> {
  const total = imported.length
  let done = 0
  let accepted = 0
  write({ type: 'stored', total })
  const waiting = [...imported]
  const testNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const { id: integrationId, ...place } = next
      const { verdict, explanation } = await retest(
        caller,
        { ...place, integrationId, status: 'unverified' },
        { emit: () => undefined, signal },
      ).catch((error: unknown) => {
        signal.throwIfAborted()
        const { what, why, remedy } = refusalOf(error, caller.requestId).problem
        return { verdict: 'unverified' as const, explanation: { what, why, remedy } }
      })
      done += 1
      if (verdict === 'accepted') accepted += 1
      write({ type: 'tested', done, total, name: next.adapter.name, verdict, explanation })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, testNext))
  write({ type: 'done', accepted, total })
}

/** A stream of JSON lines that ends early, without harm, when the person leaves. */
function lines(caller: Caller, work: (write: Write, signal: AbortSignal) => Promise<void>): Response {
  const left = new AbortController()
  const signal = AbortSignal.any([caller.signal, left.signal])
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write: Write = (line) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      try {
        await work(write, signal)
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
  const headers = {
    ...ANSWER_HEADERS,
    'content-type': 'application/x-ndjson; charset=utf-8',
    'x-accel-buffering': 'no',
  }
  return new Response(body, { headers })
}
