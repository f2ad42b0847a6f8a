import type { CollectionSlug, Config, Endpoint } from 'payload'

/** A copy of the config with more endpoints on collections it has. @throws Error otherwise. */
export function withEndpoints(
  config: Config,
  endpoints: Partial<Record<CollectionSlug, Endpoint[]>>,
): Config {
  const missing = Object.keys(endpoints).filter(
    (slug) => !config.collections?.some((each) => each.slug === slug),
  )
  if (missing.length > 0) throw new Error(`The config has no collection "${missing.join('", "')}".`)
  return {
    ...config,
    collections: (config.collections ?? []).map((collection) => ({
      ...collection,
      endpoints: [...(collection.endpoints || []), ...(endpoints[collection.slug as CollectionSlug] ?? [])],
    })),
  }
}
