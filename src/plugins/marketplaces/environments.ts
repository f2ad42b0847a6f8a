import { AdapterError, type EnvironmentDescriptor, type MarketplaceAdapter } from '../../adapters/contract.ts'

/**
 * The environments a form may offer, by name and in the adapter's order. Stand-ins on the seller's own machine
 * appear only when the deployment lists their origin.
 * @param allowedLocalOrigins origins such as `http://127.0.0.1:4010`.
 */
export function offeredEnvironments(
  adapter: Pick<MarketplaceAdapter, 'environments'>,
  allowedLocalOrigins: readonly string[],
): Readonly<Record<string, EnvironmentDescriptor>> {
  const allowed = new Set(allowedLocalOrigins.map((address) => new URL(address).origin))
  const isOffered = ({ local, apiBaseUrl }: EnvironmentDescriptor): boolean =>
    !local || (URL.canParse(apiBaseUrl) && allowed.has(new URL(apiBaseUrl).origin))
  return Object.fromEntries(
    Object.entries(adapter.environments).filter(([, environment]) => isOffered(environment)),
  )
}

/** @throws AdapterError (`wrong_environment`) when the adapter has none of that name. */
export function environmentOf(adapter: MarketplaceAdapter, name: string): EnvironmentDescriptor {
  const environment = Object.hasOwn(adapter.environments, name) ? adapter.environments[name] : undefined
  if (environment) return environment
  throw new AdapterError({
    kind: 'permanent',
    reason: 'wrong_environment',
    message: `The adapter "${adapter.id}" has no environment "${name}"`,
  })
}
