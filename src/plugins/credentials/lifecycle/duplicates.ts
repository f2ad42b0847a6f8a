import { describeCredentials } from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import { integrationAdapterOf, type Kanal } from '../../context.ts'
import { OrganisationKeyMissingError } from '../errors.ts'
import { fingerprintOf } from '../keys/derive.ts'
import type { FieldChanges } from '../store.ts'

/** A typed secret that another integration of the same organisation has in force. */
export interface Duplicate {
  /** The field it was typed into. */
  field: string
  /** The integration that has it already. */
  integration: string
}

/**
 * Which of the secrets that are being set are in force in other integrations of this organisation. Compares
 * fingerprints under the organisation's own key, so another organisation's secrets can never be among them, and
 * opens nothing.
 */
export async function duplicatesOf(
  kanal: Pick<Kanal, 'pool' | 'vault' | 'adapters' | 'services'>,
  { organisationId, integrationId }: { organisationId: string; integrationId: string },
  changes: FieldChanges,
): Promise<readonly Duplicate[]> {
  const places = [...kanal.adapters.values(), ...kanal.services.values()].flatMap(({ id, credentials }) =>
    describeCredentials(credentials).flatMap(({ key, secret }) => (secret ? [{ slug: id, field: key }] : [])),
  )
  const isSecret = new Set(places.map(({ field }) => field))
  const typed = Object.entries(changes).flatMap(([field, change]) =>
    change.op === 'set' && isSecret.has(field) ? [{ field, value: change.value }] : [],
  )
  if (typed.length === 0) return []
  const tx = autocommit(kanal.pool)
  const prints = await kanal.vault.keys
    .withActive(tx, organisationId, (keys) =>
      typed.flatMap(({ field, value }) =>
        value.use((text) =>
          places.map((place) => ({ field, print: fingerprintOf(keys, place.slug, place.field, text) })),
        ),
      ),
    )
    .catch((error: unknown) => {
      // Nothing was ever sealed for this organisation.
      if (error instanceof OrganisationKeyMissingError) return []
      throw error
    })
  const rows = await tx.query<{ marketplace: string; fp: Buffer }>(
    `select distinct i.marketplace, v.fp
     from cred_values v
     join cred_heads h on h.owner_type = v.owner_type and h.owner_id = v.owner_id
       and (h.fields ->> v.field)::integer = v.version
     join integrations i on i.id = v.owner_id and i.organisation_id = v.organisation_id
     where v.organisation_id = $1 and v.fp = any ($2) and v.owner_type = 'integration' and v.owner_id <> $3`,
    [organisationId, prints.map(({ print }) => print), integrationId],
  )
  return rows.flatMap(({ marketplace, fp }) =>
    prints
      .filter(({ print }) => print.equals(fp))
      .map(({ field }) => ({
        field,
        integration: integrationAdapterOf(kanal, marketplace)?.name ?? marketplace,
      })),
  )
}
