import { describeCredentials } from '../../../adapters/contract.ts'
import { integrationAdapterOf, type Kanal } from '../../context.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { CredentialsMissingError } from '../errors.ts'
import { withCredentials } from '../read.ts'
import type { StoredField } from '../store.ts'
import { SHOWING } from '../use-log.ts'

declare const noSecret: unique symbol
/** A stored value that may be shown: of a field its adapter declares to be no secret. Only this file makes one. */
export type SettingValue = string & { readonly [noSecret]: true }

/**
 * The stored values of the fields that are no secrets, by key. Secrets are not even read from the database. Looking
 * counts as no use of the credentials. Null when the values cannot be opened: the form is needed most then.
 */
export async function storedSettings(
  { adapters, services, pool, vault }: Pick<Kanal, 'adapters' | 'services' | 'pool' | 'vault'>,
  integration: { id: string; organisationId: string; marketplace: string },
  stored: readonly StoredField[],
): Promise<Readonly<Record<string, SettingValue>> | null> {
  const adapter = integrationAdapterOf({ adapters, services }, integration.marketplace)
  if (!adapter) return null
  const fields = describeCredentials(adapter.credentials).flatMap(({ key, secret }) =>
    !secret && stored.some(({ field }) => field === key) ? [key] : [],
  )
  if (fields.length === 0) return {}
  const reading = {
    organisationId: integration.organisationId,
    ownerType: 'integration',
    ownerId: integration.id,
    slug: adapter.id,
    fields,
    consumer: 'settings.show',
    purpose: SHOWING,
  } as const
  try {
    return await withCredentials(vault, pool, reading, (values) =>
      Object.fromEntries(fields.map((key) => [key, (values[key] ?? '') as SettingValue])),
    )
  } catch (error) {
    if (error instanceof DecryptError || error instanceof CredentialsMissingError) return null
    throw error
  }
}
