import assert from 'node:assert/strict'
import type { ConformanceCheck } from './check.ts'
import { forgeriesOf } from './forgeries.ts'
import type { ConformanceSubject } from './subject.ts'

/** Neighbours of these are what a floating-point number would make of them. */
const BIG = { externalShopId: '9007199254740993', externalId: '576461413038785753' }

/** Pushed messages: genuine ones are believed and read exactly, forged ones refused without a fuss. */
export const webhookChecks: readonly ConformanceCheck[] = [
  {
    id: 'webhook/genuine',
    title: 'believes a genuine message, whatever the case of its header names',
    async run({ adapter, credentials, webhook }) {
      const message = webhook.message(BIG)
      assert.equal(adapter.webhook.verify(message, credentials), true, 'a genuine message is refused')
      const headers = Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name.toUpperCase(), value]),
      )
      assert.equal(adapter.webhook.verify({ ...message, headers }, credentials), true, 'upper-case headers')
    },
  },
  {
    id: 'webhook/forgeries',
    title: 'refuses every forgery, and never throws',
    async run(subject) {
      const { adapter, webhook } = subject
      for (const { name, request, credentials } of forgeriesOf(subject, webhook.message(BIG))) {
        let believed: unknown
        try {
          believed = adapter.webhook.verify(request, credentials)
        } catch (error) {
          assert.fail(`verify throws on ${name}: ${String(error)}`)
        }
        assert.equal(believed, false, `verify believes ${name}`)
      }
    },
  },
  {
    id: 'webhook/exact-ids',
    title: 'reads ids beyond 2^53 to the last digit',
    async run({ adapter, webhook }) {
      const parsed = adapter.webhook.parse(webhook.message(BIG).rawBody)
      assert.equal(parsed.externalShopId, BIG.externalShopId, 'shop id')
      assert.ok(
        namesId(parsed.hints, BIG.externalId),
        `the hints ${JSON.stringify(parsed.hints)} lack the id`,
      )
      assert.ok(parsed.eventId === null || typeof parsed.eventId === 'string', 'event id')
    },
  },
  {
    id: 'webhook/garbage',
    title: 'reports bodies that are not what was agreed as such',
    async run({ adapter }) {
      for (const body of ['not json', '{"', '[]', '7', '"text"', '\u0000']) {
        expectContract(adapter, Buffer.from(body), JSON.stringify(body))
      }
      expectContract(adapter, Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 'bytes that are not UTF-8')
    },
  },
]

function namesId(hints: readonly object[], id: string): boolean {
  return hints.some((hint) => Object.values(hint).includes(id))
}

function expectContract(adapter: ConformanceSubject['adapter'], body: Uint8Array, what: string): void {
  try {
    adapter.webhook.parse(body)
  } catch (error) {
    assert.ok(
      (error as { name?: string }).name === 'AdapterError',
      `parse of ${what} throws ${String(error)}`,
    )
    assert.equal((error as { kind?: string }).kind, 'contract', `kind for ${what}`)
    return
  }
  assert.fail(`parse accepts ${what}`)
}
