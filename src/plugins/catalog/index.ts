import type { Plugin } from 'payload'
import { withEndpoints } from '../marketplaces/with-endpoints.ts'
import { contribute } from '../registry.ts'
import { importEndpoint, importProgressEndpoint } from './endpoints.ts'
import { catalogImport } from './import.ts'
import { surfaceEndpoint } from './surfaces/endpoint.ts'

/** Products, SKUs and listings: imports what shops sell and ties it together by SKU code. */
export const catalog = (): Plugin => (config) =>
  withEndpoints(contribute(config, { tasks: [catalogImport] }), {
    shops: [importEndpoint, importProgressEndpoint],
    listings: [surfaceEndpoint],
  })
