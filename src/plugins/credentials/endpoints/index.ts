import type { Endpoint } from 'payload'
import { disconnectEndpoint } from './disconnect.ts'
import { dependentsEndpoint } from './dependents.ts'
import { detailsEndpoint } from './details.ts'
import { endOverlapEndpoint } from './end-overlap.ts'
import { expiryEndpoint } from './expiry.ts'
import { overviewEndpoint } from './overview.ts'
import { retestEndpoint } from './retest.ts'
import { revealEndpoint, revealGrantEndpoint } from './reveal.ts'
import { revealSettingEndpoint } from './reveal-setting.ts'
import { rollbackEndpoint } from './rollback.ts'
import { saveEndpoint } from './save.ts'
import { scopeEndpoint } from './scope.ts'
import { testEndpoint } from './test.ts'

/** Mounted on the collection `integrations`, so under `/api/integrations`. */
export const credentialEndpoints: Endpoint[] = [
  overviewEndpoint,
  testEndpoint,
  saveEndpoint,
  retestEndpoint,
  disconnectEndpoint,
  detailsEndpoint,
  dependentsEndpoint,
  rollbackEndpoint,
  endOverlapEndpoint,
  expiryEndpoint,
  scopeEndpoint,
  revealSettingEndpoint,
  revealGrantEndpoint,
  revealEndpoint,
]
