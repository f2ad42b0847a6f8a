import type { Explanation, Language } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { languageOf } from '../../i18n/pick.ts'
import type { Kanal } from '../context.ts'
import {
  composeDigest,
  composeNotice,
  type Composed,
  type MailFor,
  type ToldIncident,
} from './mail/compose.ts'
import type { OutgoingMail } from './mailer.ts'
import type { StoredParams } from './render.ts'

/** One e-mail that is to go out, with the person it goes to. */
export interface Delivery {
  id: string
  organisationId: string
  organisation: string
  timeZone: string
  userId: string
  name: string
  address: string
  language: Language
  /** False once the person has left the organisation. */
  isMember: boolean
  moment: 'opened' | 'recovered' | 'digest'
  state: string
  dueAt: Date
  attempts: number
  isLeased: boolean
  createdAt: Date
  digestKey: string | null
  incident: ToldIncident | null
  /** When the recovery of the incident is certain; null while it is open or may relapse. */
  recoveryToldAt: Date | null
}

interface Row {
  id: string
  organisation_id: string
  organisation: string
  time_zone: string
  user_id: string
  name: string
  email: string
  language: string | null
  member: boolean
  moment: Delivery['moment']
  state: string
  due_at: Date
  attempts: number
  leased: boolean
  created_at: Date
  digest_key: string | null
  kind: string | null
  params: StoredParams
  link: string | null
  count: number
  opened_at: Date
  last_at: Date
  recovered_at: Date | null
  recovery_told_at: Date | null
}

const SELECT = /* sql */ `
  select d.id, d.organisation_id, o.name as organisation, o.time_zone::text, d.user_id, u.name, u.email, l.language,
    exists (select from users_memberships m
      where m._parent_id = d.user_id and m.organisation_id = d.organisation_id) as member,
    d.moment, d.state, d.due_at, d.attempts, coalesce(d.leased_until > now(), false) as leased, d.created_at,
    d.digest_key, i.kind, i.params, i.link, i.count, i.opened_at, i.last_at, i.recovered_at, i.recovery_told_at
  from notice_deliveries d
  join organisations o on o.id = d.organisation_id
  join users u on u.id = d.user_id
  left join notice_languages l on l.user_id = d.user_id
  left join notice_incidents i on i.id = d.incident_id`

const toldOf = (row: Row & { kind: string }): ToldIncident => ({
  kind: row.kind,
  params: row.params,
  link: row.link,
  count: row.count,
  openedAt: row.opened_at,
  lastAt: row.last_at,
  recoveredAt: row.recovered_at,
})

/** The delivery, locked until the transaction ends; null when it is gone. */
export async function lockDelivery(tx: Tx, id: string): Promise<Delivery | null> {
  const [row] = await tx.query<Row>(`${SELECT} where d.id = $1 for update of d`, [id])
  if (!row) return null
  return {
    id: row.id,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    timeZone: row.time_zone,
    userId: row.user_id,
    name: row.name,
    address: row.email,
    language: languageOf(row.language ?? undefined),
    isMember: row.member,
    moment: row.moment,
    state: row.state,
    dueAt: row.due_at,
    attempts: row.attempts,
    isLeased: row.leased,
    createdAt: row.created_at,
    digestKey: row.digest_key,
    incident: row.kind === null ? null : toldOf({ ...row, kind: row.kind }),
    recoveryToldAt: row.recovery_told_at,
  }
}

/** What a summary holds: each incident once, as it stands now, the newest first. */
async function contentsOf(tx: Tx, digestId: string): Promise<ToldIncident[]> {
  const rows = await tx.query<Row & { kind: string }>(
    `select kind, params, link, count, opened_at, last_at, recovered_at from notice_incidents
     where id in (select incident_id from notice_deliveries where digest_id = $1)
     order by told_at desc, id desc`,
    [digestId],
  )
  return rows.map(toldOf)
}

/** The e-mail of a delivery, in the person's language; null for a summary of nothing. */
export async function mailOf(kanal: Kanal, tx: Tx, delivery: Delivery): Promise<OutgoingMail | null> {
  const { id, organisation, timeZone, language, name, address, incident } = delivery
  const person: MailFor = { language, name, organisation, timeZone, adminUrl: `${kanal.publicUrl}/admin` }
  let composed: Composed
  if (incident) {
    // An incident that came back is told as open, whatever moment was planned.
    composed = composeNotice(incident, person)
  } else {
    const incidents = await contentsOf(tx, id)
    if (incidents.length === 0) return null
    composed = composeDigest(incidents, person, { late: delivery.digestKey?.startsWith('late:') ?? false })
  }
  return { to: address, ...composed }
}

export interface Ending {
  state: 'sent' | 'failed' | 'skipped' | 'held' | 'summarised' | 'queued'
  code?: string
  cause?: Explanation
  providerId?: string | null
}

/** Writes down what became of a delivery, and lets it go. */
export async function settle(tx: Tx, id: string, { state, code, cause, providerId }: Ending): Promise<void> {
  await tx.query(
    `update notice_deliveries set state = $2, cause_code = $3, cause = $4::jsonb, provider_id = coalesce($5, provider_id),
       leased_until = null,
       finished_at = case when $2 in ('queued', 'held') then null else clock_timestamp() end
     where id = $1`,
    [id, state, code ?? null, cause ? JSON.stringify(cause) : null, providerId ?? null],
  )
}
