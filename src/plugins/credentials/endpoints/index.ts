import type { Endpoint } from 'payload'
import { disconnectEndpoint } from './disconnect.ts'
import { overviewEndpoint } from './overview.ts'
import { retestEndpoint } from './retest.ts'
import { saveEndpoint } from './save.ts'
import { testEndpoint } from './test.ts'

/** Mounted on the collection `integrations`, so under `/api/integrations`. */
export const credentialEndpoints: Endpoint[] = [
  overviewEndpoint,
  testEndpoint,
  saveEndpoint,
  retestEndpoint,
  disconnectEndpoint,
]
