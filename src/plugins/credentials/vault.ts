import type { Pool } from 'pg'

import type { KekProvider } from './keys/kek.ts'
import { OrganisationKeys } from './keys/organisation-keys.ts'
import { SystemKeys } from './keys/system-keys.ts'
import { UseLog } from './use-log.ts'

/** What this process holds to open and seal values: master keys, cached organisation keys. Make one per process. */
export interface Vault {
  readonly keys: OrganisationKeys
  readonly system: SystemKeys
  readonly uses: UseLog
}

/** @param now milliseconds since 1970, for tests. */
export function createVault({ keks, now = Date.now }: { keks: KekProvider; now?: () => number }): Vault {
  return { keys: new OrganisationKeys(keks, now), system: new SystemKeys(keks, now), uses: new UseLog(now) }
}

/**
 * Makes sure the organisation can seal values. Call it before the transaction that calls `applyChanges`, never
 * inside one: a new key must be committed before anything is sealed with it.
 */
export const ensureOrganisationKey = (vault: Vault, pool: Pool, organisationId: string): Promise<void> =>
  vault.keys.ensure(pool, organisationId.toLowerCase())
