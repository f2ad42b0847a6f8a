import type { Config, SanitizedConfig } from 'payload'
import type { MarketplaceAdapter, ServiceAdapter } from '../adapters/contract.ts'
import type { ScheduleDefinition, TaskDefinition } from '../queue/define.ts'

/** What the plugins of `payload.config.ts` contribute beyond Payload's own config. Read by web, worker and CLI. */
export interface Registry {
  /** The marketplaces. */
  adapters: readonly MarketplaceAdapter[]
  /** Services of the deployment itself: mail, error reports, cache, file storage. */
  services: readonly ServiceAdapter[]
  tasks: readonly TaskDefinition[]
  schedules: readonly ScheduleDefinition[]
}

const EMPTY: Registry = { adapters: [], services: [], tasks: [], schedules: [] }
const KEY = 'kanal'

/** The registry of a config, built or still being built. */
export const registryOf = (config: Pick<Config | SanitizedConfig, 'custom'>): Registry =>
  (config.custom?.[KEY] as Registry | undefined) ?? EMPTY

/** A copy of the config with more adapters, services, tasks or schedules registered. */
export const contribute = (config: Config, part: Partial<Registry>): Config => {
  const registry = registryOf(config)
  return {
    ...config,
    custom: {
      ...config.custom,
      [KEY]: {
        adapters: [...registry.adapters, ...(part.adapters ?? [])],
        services: [...registry.services, ...(part.services ?? [])],
        tasks: [...registry.tasks, ...(part.tasks ?? [])],
        schedules: [...registry.schedules, ...(part.schedules ?? [])],
      } satisfies Registry,
    },
  }
}
