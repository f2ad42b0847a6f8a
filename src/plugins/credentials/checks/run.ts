import {
  AdapterError,
  describeCredentials,
  type AnyCheck,
  type Connect,
  type CredentialValues,
  type EnvironmentDescriptor,
  type HttpSend,
  type IntegrationAdapter,
  type LocalizedText,
  type ShopSession,
} from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { createScrubber } from '../scrub.ts'
import { ACCEPTED, type Finding, type StepId, type StepLine } from './events.ts'
import { findingOf, scrubFact } from './finding.ts'
import { checkShape } from './shape.ts'

/** The longest a whole test may take. */
export const TEST_BUDGET_MS = 10_000

export const SHAPE_LABEL = text('Format isian', 'Format of the fields')
export const NO_SHOP_YET = text('Belum ada toko terhubung', 'No shop connected yet')
export const AFTER_SAVING = text('Diuji dengan toko, setelah disimpan', 'Tested with a shop, once saved')

export interface CheckRun {
  adapter: IntegrationAdapter
  environment: EnvironmentDescriptor
  values: CredentialValues
  /** The shop that checks of a shop use, or why there is none to use. */
  shop: ShopSession['shop'] | LocalizedText
  send: HttpSend
  connect: Connect
  now: () => Date
  /** Aborted when the person leaves. */
  signal: AbortSignal
  onStep: (line: StepLine) => void
  budgetMs?: number
}

export interface CheckResult {
  finding: Finding
  /** The values as the schema tidied them, or null when their form is wrong. */
  values: CredentialValues | null
  /** What went wrong, for the log; scrubbed. */
  logMessage: string | null
  /** True when what is stored could not be opened, so that nothing was tested. */
  isLocked?: boolean
}

const isShop = (shop: CheckRun['shop']): shop is ShopSession['shop'] => 'accessToken' in shop

/**
 * Runs the ordered checks of an integration against the given values, telling `onStep` as each begins and ends. The
 * first failure ends the run; nothing is stored.
 * @throws the signal's reason when the person left.
 */
export async function runChecks(run: CheckRun): Promise<CheckResult> {
  const { adapter, shop, signal, onStep } = run
  const secrets = describeCredentials(adapter.credentials).filter(({ secret }) => secret)
  const scrub = createScrubber([
    ...secrets.flatMap(({ key }) => run.values[key] ?? []),
    ...(isShop(shop) ? [shop.accessToken] : []),
  ])
  const checks = adapter.checks.filter(({ id }) => id !== 'shape')
  const skipFrom = (index: number): void => {
    for (const { id, label } of checks.slice(index)) {
      onStep({ type: 'step', step: id, state: 'skipped', label })
    }
  }

  onStep({ type: 'step', step: 'shape', state: 'running', label: SHAPE_LABEL })
  const shape = checkShape(adapter, run.values)
  onStep({
    type: 'step',
    step: 'shape',
    state: shape.finding ? 'failed' : 'passed',
    label: SHAPE_LABEL,
    ms: 0,
  })
  if (shape.finding) {
    skipFrom(0)
    return { finding: shape.finding, values: null, logMessage: null }
  }

  const budget = AbortSignal.timeout(run.budgetMs ?? TEST_BUDGET_MS)
  const session = openSession({ ...run, values: shape.values }, AbortSignal.any([signal, budget]))
  for (const [index, check] of checks.entries()) {
    signal.throwIfAborted()
    const step = { type: 'step', step: check.id satisfies StepId, label: check.label } as const
    if (check.needsShop && !isShop(shop)) {
      onStep({ ...step, state: 'skipped', fact: shop })
      continue
    }
    onStep({ ...step, state: 'running' })
    const started = performance.now()
    const elapsed = (): number => Math.round(performance.now() - started)
    try {
      const fact = await within(
        session.signal,
        check.run(isShop(shop) && check.needsShop ? { ...session, shop } : session),
      )
      onStep({ ...step, state: 'passed', ms: elapsed(), ...(fact ? { fact: scrubFact(fact, scrub) } : {}) })
    } catch (error) {
      signal.throwIfAborted()
      const cause = budget.aborted && !(error instanceof AdapterError) ? tookTooLong() : error
      onStep({ ...step, state: 'failed', ms: elapsed() })
      skipFrom(index + 1)
      return {
        finding: findingOf(cause, { adapter, scrub, aboutShop: check.needsShop ?? false }),
        values: shape.values,
        logMessage: scrub(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown failure'),
      }
    }
  }
  return { finding: ACCEPTED, values: shape.values, logMessage: null }
}

type Session = Parameters<AnyCheck['run']>[0] & { signal: AbortSignal }

function openSession(run: CheckRun, signal: AbortSignal): Session {
  const until = (own: AbortSignal | undefined): AbortSignal => (own ? AbortSignal.any([own, signal]) : signal)
  return {
    environment: run.environment,
    credentials: run.values,
    now: run.now,
    signal,
    send: (request) => run.send({ ...request, signal: until(request.signal) }),
    connect: (target) => run.connect({ ...target, signal: until(target.signal) }),
  }
}

/** The promise, or the signal's reason if that comes first: a check that forgets its signal cannot hold us up. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

const tookTooLong = (): AdapterError =>
  new AdapterError({
    kind: 'transient',
    reason: 'tcp_timeout',
    message: 'The test took longer than its budget',
  })
