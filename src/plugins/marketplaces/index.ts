import type { Plugin } from 'payload'
import { CONTRACT_VERSION, type MarketplaceAdapter } from '../../adapters/contract.ts'
import { fieldProblems } from '../../adapters/kit/fieldProblems.ts'
import { httpCheckProblems } from '../../adapters/kit/httpCheckProblems.ts'
import { contribute, registryOf } from '../registry.ts'
import { BUDGETS_VARIABLE, readOverrides, withOverrides } from './budget/overrides.ts'
import { checkAllConsents, checkConsent, checkConsentsSchedule } from './consent-check.ts'
import { consentEndpoint, disconnectEndpoint } from './endpoints.ts'
import { watchPushes, watchPushesSchedule } from './push-watch.ts'
import { refreshDueTokens, refreshDueTokensSchedule, refreshToken } from './refresh-tasks.ts'
import { chooseWarehouseEndpoint, warehousesEndpoint } from './warehouse-endpoints.ts'
import { withEndpoints } from './with-endpoints.ts'

/** The config is wrong in a way that only its author can put right. */
export class AdapterRegistrationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AdapterRegistrationError'
  }
}

/** An id becomes part of addresses and of rows that outlive the process. */
const ADAPTER_ID = /^[a-z][a-z0-9-]{0,31}$/

/**
 * Registers marketplaces, with the budgets of the deployment: consenting, disconnecting and keeping tokens fresh work for each of them from here on.
 * @throws AdapterRegistrationError for an unusable id, one that is taken, an adapter of another contract, or
 * declarations that cannot work.
 */
export const marketplaces =
  ({ adapters }: { adapters: readonly MarketplaceAdapter[] }): Plugin =>
  (config) => {
    assertUsable([...registryOf(config).adapters, ...adapters])
    const overrides = readOverrides(process.env[BUDGETS_VARIABLE])
    return withEndpoints(
      contribute(config, {
        adapters: withOverrides(adapters, overrides),
        tasks: [refreshToken, refreshDueTokens, checkConsent, checkAllConsents, watchPushes],
        schedules: [refreshDueTokensSchedule, checkConsentsSchedule, watchPushesSchedule],
      }),
      {
        integrations: [consentEndpoint],
        shops: [disconnectEndpoint, warehousesEndpoint, chooseWarehouseEndpoint],
      },
    )
  }

function assertUsable(adapters: readonly MarketplaceAdapter[]): void {
  const seen = new Set<string>()
  for (const adapter of adapters) {
    const { id, contractVersion } = adapter
    if (!ADAPTER_ID.test(id)) {
      throw new AdapterRegistrationError(
        `The adapter id "${id}" is not usable: lower-case letters, digits and hyphens.`,
      )
    }
    if (seen.has(id)) throw new AdapterRegistrationError(`Two adapters have the id "${id}".`)
    if (contractVersion !== CONTRACT_VERSION) {
      throw new AdapterRegistrationError(
        `The adapter "${id}" is made for contract ${contractVersion}; this Kanal speaks contract ${CONTRACT_VERSION}.`,
      )
    }
    const [problem] = [...fieldProblems(adapter), ...httpCheckProblems(adapter)]
    if (problem) throw new AdapterRegistrationError(`The adapter "${id}", ${problem}.`)
    seen.add(id)
  }
}
