import assert from 'node:assert/strict'
import {
  AdapterError,
  CAUSES,
  describeCredentials,
  type ErrorKind,
  type LocalizedText,
  type MarketplaceAdapter,
} from '../contract.ts'

const KINDS: readonly ErrorKind[] = ['auth', 'permission', 'rate_limit', 'transient', 'permanent', 'contract']

/** Both languages are there and not blank. @throws AssertionError */
export function expectText(text: LocalizedText | undefined, what: string): void {
  for (const language of ['id', 'en'] as const) {
    assert.ok(text?.[language]?.trim(), `${what} has no text in "${language}"`)
  }
}

/** An error the contract knows: kind, cause, and all three parts in both languages. @throws AssertionError */
export function expectExplained(error: unknown, what: string): asserts error is AdapterError {
  assert.ok(error instanceof AdapterError, `${what}: not an AdapterError but ${String(error)}`)
  assert.ok(KINDS.includes(error.kind), `${what}: unknown kind "${error.kind}"`)
  assert.ok(CAUSES.includes(error.reason), `${what}: unknown cause "${error.reason}"`)
  for (const part of ['what', 'why', 'remedy'] as const) {
    expectText(error.explanation?.[part], `${what}: the "${part}" of ${error.message}`)
  }
}

/** The explained error a call ends with. @throws AssertionError when it succeeds or fails in another way. */
export async function expectFailure(run: () => Promise<unknown>, what: string): Promise<AdapterError> {
  const outcome = await run().then(
    () => ({ failed: false as const }),
    (error: unknown) => ({ failed: true as const, error }),
  )
  assert.ok(outcome.failed, `${what}: succeeded, but should have failed`)
  expectExplained(outcome.error, what)
  return outcome.error
}

/** Nothing a person or a log sees of an error repeats a secret. @throws AssertionError */
export function expectNoSecrets(error: AdapterError, secrets: readonly string[], what: string): void {
  const told = `${error.message} ${JSON.stringify(error.explanation)} ${error.providerCode ?? ''}`
  for (const secret of secrets) assert.ok(!told.includes(secret), `${what}: the error repeats a secret`)
}

/** The values of the fields an adapter declares secret. */
export function secretValues(
  adapter: MarketplaceAdapter,
  credentials: Readonly<Record<string, string>>,
): string[] {
  return describeCredentials(adapter.credentials).flatMap(({ key, secret }) =>
    secret && credentials[key] ? [credentials[key]] : [],
  )
}
