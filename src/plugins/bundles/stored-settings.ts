import { describeCredentials, isService, type IntegrationAdapter } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { integrationAdapterOf, type Kanal } from '../context.ts'
import { operatorOf } from '../services/operator.ts'

/** One integration of an organisation with settings stored, and which; opens nothing. */
export interface StoredSettings {
  id: string
  adapter: IntegrationAdapter
  environment: string
  /** Names of the stored fields. */
  fields: readonly string[]
}

/** The integrations of an organisation that have settings and that this deployment knows, by name. */
export async function storedSettings(
  tx: Tx,
  kanal: Pick<Kanal, 'adapters' | 'services'>,
  organisationId: string,
): Promise<readonly StoredSettings[]> {
  const rows = await tx.query<{ id: string; marketplace: string; environment: string; fields: string[] }>(
    `select i.id, i.marketplace, i.environment, array(select jsonb_object_keys(h.fields) order by 1) as fields
     from integrations i
     join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
       and h.organisation_id = i.organisation_id and h.fields <> '{}'
     where i.organisation_id = $1`,
    [organisationId],
  )
  return rows
    .flatMap(({ marketplace, ...rest }) => {
      const adapter = integrationAdapterOf(kanal, marketplace)
      return adapter ? [{ ...rest, adapter }] : []
    })
    .sort((a, b) => a.adapter.name.localeCompare(b.adapter.name))
}

/** Names of an adapter's fields that are secrets. */
export const secretsOf = (adapter: IntegrationAdapter): ReadonlySet<string> =>
  new Set(describeCredentials(adapter.credentials).flatMap(({ key, secret }) => (secret ? [key] : [])))

/** Whether an organisation may set this up: services are the operator's alone. */
export const maySetUp = async (
  tx: Tx,
  adapter: IntegrationAdapter,
  organisationId: string,
): Promise<boolean> => !isService(adapter) || (await operatorOf(tx)) === organisationId
