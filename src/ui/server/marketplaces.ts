import type { Payload } from 'payload'
import type { LocalizedText } from '../../adapters/contract.ts'
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

const faceOf = (payload: Pick<Payload, 'config'>, marketplace: string, surface: string): MarketplaceFace => {
  const adapter = registryOf(payload.config).adapters.find((candidate) => candidate.id === marketplace)
  const known = adapter?.surfaces?.find((candidate) => candidate.id === surface)
  if (known) return { id: known.id, name: known.name, ...known.badge }
  return { ...marketplaceFace(payload, marketplace), id: surface, name: titleCase(surface) }
}

/** The face of where something was sold: the storefront when the platform names one, else the marketplace. */
export const salesFace = (
  payload: Pick<Payload, 'config'>,
  marketplace: string,
  surface: string | null | undefined,
): MarketplaceFace =>
  surface ? faceOf(payload, marketplace, surface) : marketplaceFace(payload, marketplace)

/** A place where buyers order: a marketplace, or one storefront of a platform that has several. */
export interface Channel {
  marketplace: string
  surface: string | null
  face: MarketplaceFace
}

/** The channels of these marketplaces, in the order the marketplaces are registered. */
export const channelsOf = (
  payload: Pick<Payload, 'config'>,
  marketplaces: readonly string[],
): readonly Channel[] =>
  registryOf(payload.config).adapters.flatMap(({ id: marketplace, surfaces }): Channel[] => {
    if (!marketplaces.includes(marketplace)) return []
    if (!surfaces) return [{ marketplace, surface: null, face: marketplaceFace(payload, marketplace) }]
    return surfaces.map(({ id }) => ({ marketplace, surface: id, face: faceOf(payload, marketplace, id) }))
  })

/** Storefronts of a marketplace that sellers look for by their own name, each with how its shops connect. */
export const soughtSurfaces = (
  payload: Pick<Payload, 'config'>,
  marketplace: string,
): readonly { face: MarketplaceFace; hint: LocalizedText }[] =>
  (registryOf(payload.config).adapters.find(({ id }) => id === marketplace)?.surfaces ?? []).flatMap(
    ({ id, connectHint }) =>
      connectHint ? [{ face: faceOf(payload, marketplace, id), hint: connectHint }] : [],
  )
