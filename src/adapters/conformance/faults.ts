import assert from 'node:assert/strict'
import {
  type AdapterError,
  type Cause,
  type CheckId,
  type MarketplaceAdapter,
  type ShopSession,
} from '../contract.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { expectExplained, expectNoSecrets, expectText, secretValues } from './expect.ts'
import { FAULTS, type ConformanceSubject, type FaultName } from './subject.ts'

/** Where each fault must show, and what it must be called; a stand-in only chooses among these. */
const RIGHT: Readonly<Record<FaultName, { checks: readonly CheckId[]; causes: readonly Cause[] }>> = {
  server_down: { checks: ['address'], causes: ['http_5xx_provider_down'] },
  not_the_api: {
    checks: ['address', 'signature'],
    causes: ['unexpected_response', 'http_404_wrong_endpoint'],
  },
  clock_off: { checks: ['clock'], causes: ['clock_skew'] },
  wrong_secret: { checks: ['signature'], causes: ['signature_mismatch', 'http_401_bad_credential'] },
  unknown_app: { checks: ['signature'], causes: ['wrong_environment', 'http_401_bad_credential'] },
  ip_not_listed: { checks: ['address', 'signature'], causes: ['ip_not_allowlisted'] },
  token_expired: { checks: ['token'], causes: ['token_expired'] },
  consent_withdrawn: { checks: ['token'], causes: ['token_revoked'] },
  scope_missing: { checks: ['scope'], causes: ['http_403_missing_scope'] },
  shop_closed: { checks: ['shop'], causes: ['account_suspended'] },
}
/** Faults of a value the seller typed: Test connection marks its field. */
const TYPED: ReadonlySet<FaultName> = new Set(['wrong_secret', 'unknown_app'])

/** Test connection: passes on a healthy shop, and names what is wrong with a broken one. */
export const faultChecks: readonly ConformanceCheck[] = [
  liveCheck(
    { id: 'faults/none', title: 'finds nothing wrong with a healthy shop, nor before one is connected' },
    async ({ adapter, standIn }, { session }) => {
      for (const check of adapter.checks) {
        for (const each of check.needsShop ? [session] : [session, standIn.app()]) {
          const fact = await check.run(each)
          if (fact) expectText(fact, `what check "${check.id}" tells`)
        }
      }
    },
  ),
  ...FAULTS.map((fault) =>
    liveCheck(
      { id: `faults/${fault}`, title: `finds "${fault}", in the right step and with the right cause` },
      (subject, { session }) => expectFound(subject, fault, session),
    ),
  ),
]

async function expectFound(
  { adapter, credentials, standIn }: ConformanceSubject,
  fault: FaultName,
  healthy: ShopSession,
): Promise<void> {
  const { session, check, cause, fields = [] } = await standIn.inject(fault, healthy)
  assert.ok(RIGHT[fault].checks.includes(check), `the stand-in expects "${fault}" in step "${check}"`)
  assert.ok(RIGHT[fault].causes.includes(cause), `the stand-in expects "${fault}" to be called "${cause}"`)
  assert.equal(fields.length > 0, TYPED.has(fault), `whether the stand-in expects "${fault}" to mark a field`)
  const found = await firstFailure(adapter, session)
  assert.ok(found, `no check notices "${fault}"`)
  expectExplained(found.error, `check "${found.check}"`)
  assert.deepEqual(
    { check: found.check, cause: found.error.reason, fields: [...found.error.fields] },
    { check, cause, fields },
    `what Test connection says about "${fault}"`,
  )
  const known = Object.keys(adapter.credentials.shape)
  for (const field of found.error.fields) assert.ok(known.includes(field), `there is no field "${field}"`)
  const secrets = [...secretValues(adapter, credentials), ...secretValues(adapter, session.credentials)]
  expectNoSecrets(found.error, [...secrets, session.shop.accessToken], fault)
}

async function firstFailure(
  { checks }: MarketplaceAdapter,
  session: ShopSession,
): Promise<{ check: string; error: AdapterError } | undefined> {
  for (const check of checks) {
    try {
      await check.run(session)
    } catch (error) {
      return { check: check.id, error: error as AdapterError }
    }
  }
  return undefined
}
