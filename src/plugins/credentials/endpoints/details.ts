import type { Tx } from '../../../database/tx.ts'
import { autocommit } from '../../../database/tx.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import type { ShopStatus } from '../../../collections/integrations/shops.ts'
import type { AuditAction, AuditOutcome } from '../../audit/actions.ts'
import type { CredentialOwner } from '../owner.ts'
import { describeStored } from '../store.ts'
import { noteViewed } from '../viewed.ts'
import { historyOf, type VersionEntry } from '../lifecycle/history.ts'
import { etagOf } from './if-match.ts'
import { integrationFor } from './integration-for.ts'
import { storedSettings, type SettingValue } from './settings.ts'

const AUDIT_ROWS = 50

/** What depends on an integration, and would stop without it. */
export interface Usage {
  lastUsedAt: string | null
  /** The consumer, such as `marketplace.call`, and what for, such as `orders.fetch`. */
  lastUsedBy: string | null
  lastUsedFor: string | null
  shops: readonly { id: string; name: string; status: ShopStatus }[]
  /** Listings linked to a SKU: their stock is sent with these keys. */
  linkedListings: number
  /** Stock figures still to be sent. */
  waitingPushes: number
  /** Verified webhooks of the last 24 hours. */
  webhooksToday: number
}

export interface AuditLine {
  id: string
  at: string
  action: AuditAction
  outcome: AuditOutcome
  by: string | null
  reason: string | null
  fields: readonly string[]
  ip: string | null
}

/**
 * What an integration's drawer shows besides the card. Of what is stored, it can hold the values of fields declared to
 * be no secrets, and nothing else.
 */
export interface IntegrationDetails {
  version: number
  /** By key of the field; null when they cannot be opened at the moment. */
  settings: Readonly<Record<string, SettingValue>> | null
  versions: readonly VersionEntry[]
  usage: Usage
  audit: readonly AuditLine[]
  reveal: { allowed: boolean; by: string | null; at: string | null }
  /** Set while values of before are usable. */
  overlap: { until: string; fields: readonly string[]; lastUsedAt: string | null } | null
  /** Set while a new version is being watched. */
  probation: { until: string; refusals: number } | null
}

/** `GET /api/integrations/:id/details`: history, use and trail of one integration. */
export const detailsEndpoint = endpoint({
  method: 'get',
  path: '/:id/details',
  audit: ['credential.viewed'],
  stepUp: 'none',
  run: async (caller, req) => {
    const integration = await integrationFor(caller, req, 'see')
    const { id, organisationId } = integration
    await noteViewed(caller, integration)
    const tx = autocommit(caller.kanal.pool)
    const owner = { organisationId, ownerType: 'integration', ownerId: id } as const
    const [{ version, fields }, versions, usage, audit, state] = await Promise.all([
      describeStored(tx, owner),
      historyOf(tx, owner),
      usageOf(tx, owner),
      auditOf(tx, owner),
      stateOf(tx, owner),
    ])
    const settings = await storedSettings(caller.kanal, integration, fields)
    const details: IntegrationDetails = { version, settings, versions, usage, audit, ...state }
    return answer(details, 200, { etag: etagOf(version) })
  },
})

async function usageOf(tx: Tx, { organisationId, ownerId }: CredentialOwner): Promise<Usage> {
  const [row] = await tx.query<Omit<Usage, 'lastUsedAt'> & { lastUsedAt: Date | null }>(
    `select h.last_used_at as "lastUsedAt", h.last_used_by as "lastUsedBy", h.last_used_for as "lastUsedFor",
       coalesce((
         select json_agg(json_build_object('id', id, 'name', name, 'status', status) order by name, id)
         from shops where organisation_id = $1 and integration_id = $2 and status <> 'disconnected'
       ), '[]') as shops,
       (select count(*)::int from listings l join shops s on s.id = l.shop_id
        where s.organisation_id = $1 and s.integration_id = $2 and s.status <> 'disconnected'
          and l.sku_id is not null) as "linkedListings",
       (select count(*)::int from outbox_stock o join shops s on s.id = o.shop_id
        where s.organisation_id = $1 and s.integration_id = $2 and s.status <> 'disconnected') as "waitingPushes",
       (select count(*)::int from webhook_inbox
        where organisation_id = $1 and integration_id = $2 and received_at > now() - interval '1 day') as "webhooksToday"
     from (select) one
     left join cred_heads h on h.owner_type = 'integration' and h.owner_id = $2 and h.organisation_id = $1`,
    [organisationId, ownerId],
  )
  if (!row) throw new Error('The use of an integration could not be read')
  return { ...row, lastUsedAt: row.lastUsedAt?.toISOString() ?? null }
}

async function auditOf(tx: Tx, { organisationId, ownerId }: CredentialOwner): Promise<readonly AuditLine[]> {
  const rows = await tx.query<Omit<AuditLine, 'at'> & { at: Date }>(
    `select id, created_at as at, action, outcome, actor_label as by, reason, coalesce(fields, '[]') as fields, ip
     from audit_events
     where organisation_id = $1 and target_type = 'integration' and target_id = $2
     order by created_at desc, id desc limit $3`,
    [organisationId, ownerId, AUDIT_ROWS],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

interface State {
  allowedAt: Date | null
  allowedBy: string | null
  overlapUntil: Date | null
  overlapFields: string[] | null
  overlapUsedAt: Date | null
  watchedUntil: Date | null
  refusals: number | null
}

async function stateOf(
  tx: Tx,
  { organisationId, ownerId }: CredentialOwner,
): Promise<Pick<IntegrationDetails, 'reveal' | 'overlap' | 'probation'>> {
  const [row] = await tx.query<State>(
    `select h.reveal_allowed_at as "allowedAt", coalesce(u.name, u.email) as "allowedBy",
       h.overlap_until as "overlapUntil", h.overlap_used_at as "overlapUsedAt",
       array(select jsonb_object_keys(h.previous_fields) order by 1) as "overlapFields",
       p.until as "watchedUntil", p.refusals
     from cred_heads h
     left join users u on u.id = h.reveal_allowed_by
     left join cred_probations p on p.owner_type = h.owner_type and p.owner_id = h.owner_id
       and p.state = 'watching' and p.until > now()
     where h.owner_type = 'integration' and h.owner_id = $2 and h.organisation_id = $1`,
    [organisationId, ownerId],
  )
  const isOverlapping = row?.overlapUntil && row.overlapUntil > new Date()
  return {
    reveal: {
      allowed: Boolean(row?.allowedAt),
      by: row?.allowedBy ?? null,
      at: row?.allowedAt?.toISOString() ?? null,
    },
    overlap: isOverlapping
      ? {
          until: row.overlapUntil?.toISOString() ?? '',
          fields: row.overlapFields ?? [],
          lastUsedAt: row.overlapUsedAt?.toISOString() ?? null,
        }
      : null,
    probation: row?.watchedUntil
      ? { until: row.watchedUntil.toISOString(), refusals: row.refusals ?? 0 }
      : null,
  }
}
