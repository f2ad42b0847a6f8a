import type { Language } from '../../adapters/contract.ts'
import type { Role } from '../../collections/access/roles.ts'
import type { Tx } from '../../database/tx.ts'
import { kindOf, NOTICE_KIND_IDS, NOTICE_KINDS, type NoticeKindDefinition, type Severity } from './kinds.ts'
import { channelFor, effectiveOf, readSettings } from './preferences.ts'
import { severityOf, type StoredParams, wordsOf } from './render.ts'

/** A notice as the bell shows it, in the words of one language. */
export interface Notice {
  id: string
  organisation: string
  severity: Severity
  title: string
  what: string
  remedy: string
  /** Said once it is over. */
  recovered: string | null
  action: string
  /** Admin path, without the prefix. */
  link: string | null
  state: 'open' | 'recovered' | 'once'
  count: number
  isRead: boolean
  openedAt: string
  lastAt: string
  /** The moment it is sorted by: opened, relapsed or recovered. */
  toldAt: string
}

const LIST_LENGTH = 50

/**
 * The incidents a person may see, as rows `n`: of their organisations, meant for their role or for them, and not
 * among what they chose not to hear of. Roles are read anew each time.
 */
const VISIBLE = /* sql */ `
  select i.*, o.name as organisation, coalesce(r.read_at >= i.told_at, false) as read
  from users_memberships m
  join notice_incidents i on i.organisation_id = m.organisation_id
    and (m.role::text = any(i.audience_roles) or i.audience_user_id = m._parent_id)
  join organisations o on o.id = i.organisation_id
  left join notice_reads r on r.user_id = m._parent_id and r.incident_id = i.id
  where m._parent_id = $1 and not i.superseded and not (i.organisation_id || ':' || i.kind = any($2::text[]))`

interface Row {
  id: string
  organisation: string
  kind: string
  params: StoredParams
  link: string | null
  lasting: boolean
  count: number
  read: boolean
  opened_at: Date
  last_at: Date
  recovered_at: Date | null
  told_at: Date
}

/** What a person chose not to hear of, as `organisation:kind`. */
async function hiddenFrom(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.query<{ organisation: string; role: Role; own: unknown; shared: unknown }>(
    `select m.organisation_id as organisation, m.role::text as role, own.settings as own, shared.settings as shared
     from users_memberships m
     left join notice_preferences own on own.organisation_id = m.organisation_id and own.user_id = m._parent_id
     left join notice_preferences shared on shared.organisation_id = m.organisation_id and shared.user_id is null
     where m._parent_id = $1 and m.organisation_id is not null`,
    [userId],
  )
  return rows.flatMap(({ organisation, role, own, shared }) => {
    const effective = effectiveOf(readSettings(own), readSettings(shared))
    return NOTICE_KIND_IDS.filter((id) => {
      const kind: NoticeKindDefinition = NOTICE_KINDS[id]
      return channelFor(effective, kind, role) === 'off'
    }).map((id) => `${organisation}:${id}`)
  })
}

const noticeOf = (row: Row, language: Language): Notice => {
  const { title, what, remedy, recovered, action } = wordsOf(row.kind, row.params, language)
  return {
    id: row.id,
    organisation: row.organisation,
    severity: severityOf(row.kind),
    title,
    what,
    remedy,
    recovered,
    action,
    link: row.link,
    state: !row.lasting ? 'once' : row.recovered_at ? 'recovered' : 'open',
    count: row.count,
    isRead: row.read,
    openedAt: row.opened_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    toldAt: row.told_at.toISOString(),
  }
}

/** The newest notices of a person, over all their organisations. */
export async function noticesOf(tx: Tx, userId: string, language: Language): Promise<Notice[]> {
  const rows = await tx.query<Row>(
    `select n.* from (${VISIBLE}) n order by n.told_at desc, n.id desc limit ${LIST_LENGTH}`,
    [userId, await hiddenFrom(tx, userId)],
  )
  return rows.map((row) => noticeOf(row, language))
}

/** How many notices a person has not read. */
export async function unreadOf(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx.query<{ unread: number }>(
    `select count(*)::int as unread from (${VISIBLE}) n where not n.read`,
    [userId, await hiddenFrom(tx, userId)],
  )
  return row?.unread ?? 0
}

/** Marks notices as read by a person: those given, or all. What they may not see stays as it is. */
export async function markRead(tx: Tx, userId: string, ids: readonly string[] | 'all'): Promise<void> {
  await tx.query(
    `with marked as (
       insert into notice_reads as r (organisation_id, incident_id, user_id, read_at)
       select n.organisation_id, n.id, $1, clock_timestamp() from (${VISIBLE}) n
       where not n.read and ($3::uuid[] is null or n.id = any($3::uuid[]))
       order by n.id
       on conflict (user_id, incident_id) do update set read_at = excluded.read_at
       returning organisation_id
     )
     select kanal_notices_changed(o.organisation_id, $1) from (select distinct organisation_id from marked) o`,
    [userId, await hiddenFrom(tx, userId), ids === 'all' ? null : [...ids]],
  )
}

/** What happened once is urgent until the person has read it, and for a week at most. */
const URGENT_FOR = '7 days'

/** Urgent incidents of the given organisations that this person should still act on, the oldest first. */
export async function urgentOf(
  tx: Tx,
  input: { userId: string; organisations: readonly string[]; language: Language },
): Promise<Notice[]> {
  const urgent = NOTICE_KIND_IDS.filter((id) => kindOf(id)?.severity === 'critical')
  const rows = await tx.query<Row>(
    `select n.* from (${VISIBLE}) n
     where n.kind = any($3) and n.organisation_id = any($4::uuid[]) and n.recovered_at is null
       and (n.lasting or (not n.read and n.told_at > clock_timestamp() - interval '${URGENT_FOR}'))
     order by n.opened_at, n.id limit ${LIST_LENGTH}`,
    [input.userId, await hiddenFrom(tx, input.userId), urgent, [...input.organisations]],
  )
  return rows.map((row) => noticeOf(row, input.language))
}
