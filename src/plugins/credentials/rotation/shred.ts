import { randomUUID } from 'node:crypto'
import { transaction, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { disconnectShop } from '../../marketplaces/disconnect.ts'
import type { OwnerType } from '../owner.ts'
import { purgeOwner } from '../store.ts'
import { RotationRefused } from './errors.ts'
import { tellShredded } from './notices.ts'
import type { RetiredKey } from './retire.ts'
import { closeRotation, runningRotation } from './rotations.ts'
import type { ChangedBy } from './start.ts'

export interface Shredded {
  shops: number
  integrations: number
  /** What proves later which keys are gone. */
  keys: RetiredKey[]
}

/**
 * Crypto-shredding: disconnects every shop and integration of an organisation, deletes their values in every version,
 * and destroys all its keys, so that what is left in copies of the values opens no more. Nothing brings them back, save a
 * backup from before together with the master key. New secrets are refused until `startAgain`.
 * @param name must be the organisation's, letter by letter.
 * @throws RotationRefused `wrong_name`, `no_key`, `destroyed`.
 */
export async function shredOrganisation(
  kanal: Pick<Kanal, 'pool' | 'vault' | 'audit'>,
  { organisationId, name, by }: { organisationId: string; name: string; by: ChangedBy },
): Promise<Shredded> {
  const shredded = await transaction(kanal.pool, async (tx) => {
    const [organisation] = await tx.query<{ name: string }>(
      'select name from organisations where id = $1 for share',
      [organisationId],
    )
    if (organisation?.name !== name)
      throw new RotationRefused('wrong_name', 'That is not the name of the organisation.')
    // From here on nobody seals anything, and whoever was sealing has committed.
    const keys = await tx.query<{ wrapped: boolean }>(
      'select wrapped is not null as wrapped from cred_keys where organisation_id = $1 order by version for update',
      [organisationId],
    )
    if (keys.length === 0) throw new RotationRefused('no_key', 'This organisation has no key yet.')
    if (!keys.some(({ wrapped }) => wrapped))
      throw new RotationRefused('destroyed', 'The secrets of this organisation are destroyed already.')
    const shops = await disconnectShops(tx, kanal, organisationId, by)
    const integrations = await disconnectIntegrations(tx, kanal, organisationId, by)
    await purgeRest(tx, organisationId)
    const running = await runningRotation(tx, organisationId)
    if (running !== null) await closeRotation(tx, running, 'destroyed')
    const destroyed = await destroyAllKeys(tx, organisationId)
    await kanal.audit.record(tx, {
      ...by,
      organisationId,
      action: 'organisation.shred',
      target: { type: 'organisation', id: organisationId, label: name },
      outcome: 'ok',
      fields: destroyed.map(({ version, commitment }) => `v${version}:${commitment}`),
    })
    await tellShredded(tx, {
      organisationId,
      actor: by.actor,
      requestId: by.requestId ?? randomUUID(),
      integrations,
      shops,
    })
    return { shops, integrations, keys: destroyed }
  })
  kanal.vault.keys.flush(organisationId)
  return shredded
}

async function disconnectShops(
  tx: Tx,
  kanal: Pick<Kanal, 'audit'>,
  organisationId: string,
  by: ChangedBy,
): Promise<number> {
  const shops = await tx.query<{ id: string; name: string }>(
    `select id, name from shops where organisation_id = $1 and status <> 'disconnected' order by id for update`,
    [organisationId],
  )
  for (const { id, name } of shops) {
    await disconnectShop(tx, { organisationId, shopId: id, cause: 'shredded' })
    await kanal.audit.record(tx, {
      ...by,
      organisationId,
      action: 'shop.disconnect',
      target: { type: 'shop', id, label: name },
      outcome: 'ok',
      reason: 'shredded',
    })
  }
  return shops.length
}

async function disconnectIntegrations(
  tx: Tx,
  kanal: Pick<Kanal, 'audit'>,
  organisationId: string,
  by: ChangedBy,
): Promise<number> {
  const integrations = await tx.query<{ id: string; marketplace: string }>(
    `select i.id, i.marketplace from integrations i
     join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
     where i.organisation_id = $1 and h.fields <> '{}' order by i.id for update of i`,
    [organisationId],
  )
  for (const { id, marketplace } of integrations) {
    await purgeOwner(tx, { organisationId, ownerType: 'integration', ownerId: id })
    await tx.query(
      `update integrations i
       set status = 'draft', version = h.row_version, last_tested_at = null, last_verdict = null, last_cause = null,
         updated_at = now()
       from cred_heads h where i.id = $1 and h.owner_type = 'integration' and h.owner_id = i.id`,
      [id],
    )
    await kanal.audit.record(tx, {
      ...by,
      organisationId,
      action: 'integration.disconnect',
      target: { type: 'integration', id, label: marketplace },
      outcome: 'ok',
      reason: 'shredded',
    })
  }
  return integrations.length
}

/** Values of records that were disconnected before, or are gone. */
async function purgeRest(tx: Tx, organisationId: string): Promise<void> {
  const owners = await tx.query<{ ownerType: OwnerType; ownerId: string }>(
    `select distinct owner_type as "ownerType", owner_id as "ownerId" from cred_values
     where organisation_id = $1 order by 1, 2`,
    [organisationId],
  )
  for (const owner of owners) await purgeOwner(tx, { organisationId, ...owner })
}

const destroyAllKeys = (tx: Tx, organisationId: string): Promise<RetiredKey[]> =>
  tx.query<RetiredKey>(
    `with gone as (
       update cred_keys set state = 'destroyed', wrapped = null where organisation_id = $1 and wrapped is not null
       returning version, encode(commitment, 'hex') as commitment
     )
     select * from gone order by version`,
    [organisationId],
  )
