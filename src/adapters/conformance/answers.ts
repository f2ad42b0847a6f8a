import assert from 'node:assert/strict'
import { AdapterError, type ErrorKind, type HttpResponse, type ShopSession } from '../contract.ts'
import { explain } from '../kit/explain.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { expectExplained, expectFailure, expectNoSecrets, secretValues } from './expect.ts'
import { probesOf, type Probe } from './probes.ts'
import type { ConformanceSubject } from './subject.ts'

interface Answer {
  name: string
  response: HttpResponse
  kind?: ErrorKind
}

const answer = (name: string, status: number, body: string, kind?: ErrorKind): Answer => ({
  name,
  response: { status, headers: { date: new Date().toUTCString() }, body: Buffer.from(body) },
  ...(kind ? { kind } : {}),
})

/** Answers no API call should get, and each of them does get one day. */
const ANSWERS: readonly Answer[] = [
  answer('an empty success', 200, ''),
  answer('an empty object', 200, '{}'),
  answer('a list', 200, '[]'),
  answer('half an answer', 200, '{"code":0,"data":{"orders":[{"id'),
  answer('a page for people', 200, '<!doctype html><title>Maintenance</title>'),
  answer('a page that says no', 403, '<html>Forbidden</html>'),
  answer('an address that is gone', 404, 'not found'),
  answer('a bare refusal to go on', 429, '', 'rate_limit'),
  answer('a broken server', 500, '<html>Internal Server Error</html>', 'transient'),
]

/** What an adapter makes of answers that are no answers. */
export const answerChecks: readonly ConformanceCheck[] = [
  ...ANSWERS.map((each, at) =>
    liveCheck(
      { id: `errors/${at + 1}`, title: `explains ${each.name} in every capability` },
      async (subject, { session }) => {
        const answered = { ...session, send: () => Promise.resolve(each.response) }
        // Side by side, because the waits between repeats would add up.
        await Promise.all(
          probesOf(subject.adapter).map((probe) => expectMapped(subject, answered, probe, each)),
        )
      },
    ),
  ),
  liveCheck(
    {
      id: 'errors/network',
      title: 'passes network failures on as they are',
    },
    async ({ adapter }, { session }) => {
      const failure = new AdapterError({
        kind: 'permanent',
        reason: 'tcp_refused',
        message: 'connection refused',
        explanation: explain('tcp_refused', adapter.name),
      })
      const alone = { ...session, send: () => Promise.reject(failure) }
      for (const { name, run, rows } of probesOf(adapter)) {
        const error = await failureIn(() => run(alone), rows ?? false, name)
        assert.equal(error.reason, 'tcp_refused', name)
      }
      for (const check of adapter.checks) {
        const error = await expectFailure(() => check.run(alone), `check ${check.id}`)
        assert.equal(error.reason, 'tcp_refused', `check ${check.id}`)
      }
    },
  ),
]

async function expectMapped(
  { adapter, credentials }: ConformanceSubject,
  session: ShopSession,
  { name, run, rows }: Probe,
  { kind, response }: Answer,
): Promise<void> {
  const what = `${name} answered with ${response.status} "${Buffer.from(response.body).toString().slice(0, 20)}"`
  const error = await failureIn(() => run(session), rows ?? false, what)
  if (kind) assert.equal(error.kind, kind, `${what}: kind`)
  expectNoSecrets(error, [...secretValues(adapter, credentials), session.shop.accessToken], what)
}

/** The failure a call throws, or reports in its rows when it answers row by row. */
export async function failureIn(
  run: () => Promise<unknown>,
  rows: boolean,
  what: string,
): Promise<AdapterError> {
  if (!rows) return expectFailure(run, what)
  const outcome: unknown = await run().catch((error: unknown) => [{ ok: false, error }])
  const [row] = outcome as { ok: boolean; error?: unknown }[]
  assert.ok(row && !row.ok, `${what}: reported as done`)
  expectExplained(row.error, what)
  return row.error
}
