import type { Endpoint } from 'payload'
import { disconnectEndpoint } from './disconnect.ts'
import { overviewEndpoint } from './overview.ts'
import { retestEndpoint } from './retest.ts'
import { saveEndpoint } from './save.ts'
import { testEndpoint } from './test.ts'

/** Mounted on the collection `integrations`, so under `/api/integrations`. */
export const credentialEndpoints: Endpoint[] = [
  { path: '/overview', method: 'get', handler: overviewEndpoint },
  { path: '/test', method: 'post', handler: testEndpoint },
  { path: '/credentials', method: 'put', handler: saveEndpoint },
  { path: '/:id/test', method: 'post', handler: retestEndpoint },
  { path: '/:id', method: 'delete', handler: disconnectEndpoint },
]
