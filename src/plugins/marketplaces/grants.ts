import type { Grant } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { Secret } from '../credentials/crypto/secret.ts'
import { applyChanges } from '../credentials/store.ts'
import type { Vault } from '../credentials/vault.ts'
import { noteConsentEnd } from './consent-end.ts'

interface GrantFor {
  organisationId: string
  shopId: string
  marketplace: string
  grant: Grant
  actorId: string | null
}

/** Begins a group of shops that share one token pair. @returns its id */
export async function createTokenGroup(
  tx: Tx,
  { organisationId, name }: { organisationId: string; name: string | null },
): Promise<string> {
  const [group] = await tx.query<{ id: string }>(
    'insert into token_groups (organisation_id, name) values ($1, $2) returning id',
    [organisationId, name],
  )
  if (!group) throw new Error('A token group was stored but did not come back')
  return group.id
}

/**
 * Stores what a consent gave, as the pair in force from the commit on. The shop leaves the group it was in: a refresh
 * of that one still under way is not for it any more. Call `ensureOrganisationKey` before the transaction.
 * @param groupId the group of shops with the same pair; a group of its own unless said otherwise.
 */
export async function storeGrant(tx: Tx, vault: Vault, input: GrantFor, groupId?: string): Promise<void> {
  const { organisationId, shopId, grant } = input
  const group = groupId ?? (await createTokenGroup(tx, { organisationId, name: grant.tokenGroup ?? null }))
  const [former] = await tx.query<{ id: string }>(
    'select group_id as id from token_refreshes where shop_id = $1 for update',
    [shopId],
  )
  await tx.query(
    `insert into token_refreshes (shop_id, organisation_id, group_id, generation) values ($1, $2, $3, 0)
     on conflict (shop_id) do update set group_id = excluded.group_id`,
    [shopId, organisationId, group],
  )
  await tx.query(
    'delete from token_groups g where g.id = $1 and not exists (select from token_refreshes where group_id = g.id)',
    [former?.id ?? null],
  )
  await storePair(tx, vault, input)
  await tx.query(`update shops set details = coalesce(details, '{}') || $2::jsonb where id = $1`, [
    shopId,
    JSON.stringify(grant.details),
  ])
}

/** Stores a renewed token pair for one shop of the group it was renewed for. The shop's details are left alone. */
export async function storePair(
  tx: Tx,
  vault: Vault,
  { organisationId, shopId, marketplace, grant, actorId }: GrantFor,
): Promise<void> {
  await applyChanges(tx, vault, {
    organisationId,
    ownerType: 'shop',
    ownerId: shopId,
    slug: marketplace,
    actorId,
    changes: {
      access_token: { op: 'set', value: new Secret(grant.accessToken) },
      refresh_token: { op: 'set', value: new Secret(grant.refreshToken) },
    },
  })
  await tx.query('update shops set access_expires_at = $2, updated_at = now() where id = $1', [
    shopId,
    grant.accessExpiresAt,
  ])
  await tx.query(
    'update token_refreshes set generation = generation + 1, updated_at = now() where shop_id = $1',
    [shopId],
  )
  await noteConsentEnd(tx, { organisationId, shopId, fromToken: grant.refreshExpiresAt })
}
