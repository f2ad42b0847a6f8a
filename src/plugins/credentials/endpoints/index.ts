import type { Endpoint } from 'payload'
import { disconnectEndpoint } from './disconnect.ts'
import { detailsEndpoint } from './details.ts'
import { endOverlapEndpoint } from './end-overlap.ts'
import { overviewEndpoint } from './overview.ts'
import { retestEndpoint } from './retest.ts'
import { revealEndpoint, revealGrantEndpoint } from './reveal.ts'
import { revealSettingEndpoint } from './reveal-setting.ts'
import { rollbackEndpoint } from './rollback.ts'
import { saveEndpoint } from './save.ts'
import { testEndpoint } from './test.ts'

/** Mounted on the collection `integrations`, so under `/api/integrations`. */
export const credentialEndpoints: Endpoint[] = [
  overviewEndpoint,
  testEndpoint,
  saveEndpoint,
  retestEndpoint,
  disconnectEndpoint,
  detailsEndpoint,
  rollbackEndpoint,
  endOverlapEndpoint,
  revealSettingEndpoint,
  revealGrantEndpoint,
  revealEndpoint,
]
