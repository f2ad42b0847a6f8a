import type { Endpoint } from 'payload'
import { factorEndpoints } from './factors/endpoints.ts'
import { organisationEndpoints } from './organisation/endpoints.ts'
import { sessionEndpoints } from './sessions/endpoints.ts'
import { stepUpEndpoints } from './step-up/endpoints.ts'

/** Mounted on the config itself, so under `/api/security`. */
export const securityEndpoints: Endpoint[] = [
  ...stepUpEndpoints,
  ...sessionEndpoints,
  ...factorEndpoints,
  ...organisationEndpoints,
]
