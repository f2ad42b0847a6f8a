import assert from 'node:assert/strict'
import type { HttpRequest, HttpResponse, ShopSession } from '../contract.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { probesOf } from './probes.ts'

const SOON_MS = 1_500
const STOPPED = new Error('stopped by the caller')

/** Stopping: a call whose signal aborts ends, wherever it has got to. */
export const abortChecks: readonly ConformanceCheck[] = [
  liveCheck(
    { id: 'abort/waiting', title: 'ends every call that waits for an answer when its signal aborts' },
    async ({ adapter }, { session }) => {
      const calls = [
        ...probesOf(adapter),
        ...adapter.checks.map(({ id, run }) => ({ name: `check ${id}`, run: (of: ShopSession) => run(of) })),
      ]
      await Promise.all(
        calls.map(({ name, run }) => expectEnd(name, (signal) => run({ ...session, send: silence, signal }))),
      )
    },
  ),
  liveCheck(
    { id: 'abort/repeating', title: 'stops repeating a read when its signal aborts' },
    async ({ adapter }, { session }) => {
      let sent = 0
      const send = (): Promise<HttpResponse> => {
        sent += 1
        return Promise.resolve({ status: 500, headers: {}, body: Buffer.from('down') })
      }
      await expectEnd('shop.info', (signal) => adapter.shop.info({ ...session, send, signal }))
      const before = sent
      await new Promise((resolve) => setTimeout(resolve, SOON_MS))
      assert.equal(sent, before, 'requests went on after the signal')
    },
  ),
]

/** Answers nothing until the request's own signal aborts. */
function silence({ signal }: HttpRequest): Promise<HttpResponse> {
  return new Promise((_resolve, reject) => {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', () => reject(STOPPED), { once: true })
  })
}

async function expectEnd(name: string, run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController()
  const ended = run(controller.signal).then(
    () => 'succeeded',
    () => 'stopped',
  )
  setTimeout(() => controller.abort(STOPPED), 50)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('still running'), 50 + SOON_MS)
  })
  const outcome = await Promise.race([ended, late])
  clearTimeout(timer)
  assert.equal(outcome, 'stopped', `${name} after its signal aborted`)
}
