import type { Payload } from 'payload'
import { registryOf } from '../../plugins/registry.ts'

/** What a badge shows of a marketplace. */
export interface MarketplaceFace {
  id: string
  name: string
  text: string
  color: string
}

const titleCase = (id: string): string =>
  id
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')

/** The face of a marketplace; one whose adapter is no longer installed is shown grey under its id. */
export function marketplaceFace(payload: Pick<Payload, 'config'>, id: string): MarketplaceFace {
  const adapter = registryOf(payload.config).adapters.find((candidate) => candidate.id === id)
  if (adapter) return { id, name: adapter.name, ...adapter.badge }
  return { id, name: titleCase(id), text: id.slice(0, 2).toUpperCase(), color: 'var(--theme-elevation-500)' }
}
