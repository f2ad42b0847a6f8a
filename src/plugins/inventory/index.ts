import type { Plugin } from 'payload'
import { adjustEndpoint } from './endpoints/adjust.ts'

/** Stock: adds the endpoint behind the stock screen. Everything else enters through this folder's functions. */
export const inventory = (): Plugin => (config) => ({
  ...config,
  collections: config.collections?.map((collection) =>
    collection.slug === 'stock-levels'
      ? { ...collection, endpoints: [...(collection.endpoints || []), adjustEndpoint] }
      : collection,
  ),
})
