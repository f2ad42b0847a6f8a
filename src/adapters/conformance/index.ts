import { abortChecks } from './abort.ts'
import { answerChecks } from './answers.ts'
import type { ConformanceCheck } from './check.ts'
import { descriptorChecks } from './descriptor.ts'
import { faultChecks } from './faults.ts'
import { rateChecks } from './rate.ts'
import { readingChecks } from './reading.ts'
import type { ConformanceSubject } from './subject.ts'
import { tokenChecks } from './tokens.ts'
import { webhookChecks } from './webhook.ts'
import { writingChecks } from './writing.ts'

export type { ConformanceCheck } from './check.ts'
export { rewritingSend } from './rewriteIds.ts'
export {
  FAULTS,
  type ConformanceSubject,
  type FaultFinding,
  type FaultName,
  type OpenShop,
  type StandIn,
  type WebhookSubject,
} from './subject.ts'

/** Everything the contract promises, as checks without a test runner: run all of them, in any order. */
export const CONFORMANCE: readonly ConformanceCheck[] = [
  ...descriptorChecks,
  ...webhookChecks,
  ...faultChecks,
  ...answerChecks,
  ...tokenChecks,
  ...readingChecks,
  ...writingChecks,
  ...rateChecks,
  ...abortChecks,
]

/** The parts of a test runner the kit needs; vitest, jest and mocha have them. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>, timeoutMs?: number): unknown
}

/** Registers every check that applies to the adapter with a test runner. */
export function describeConformance(subject: ConformanceSubject, { describe, it }: TestRunner): void {
  describe(`${subject.adapter.name} keeps the marketplace contract`, () => {
    for (const check of CONFORMANCE) {
      if (check.applies && !check.applies(subject)) continue
      it(`${check.title} (${check.id})`, () => check.run(subject), check.timeoutMs)
    }
  })
}
