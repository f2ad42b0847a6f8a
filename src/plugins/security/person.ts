import type { Tx } from '../../database/tx.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { Kanal } from '../context.ts'
import type { NoticeKind } from '../notifications/kinds.ts'
import { notify, type NoticeParams } from '../notifications/notify.ts'
import type { Place } from './place.ts'

/** Somebody with a sign-in, complete or half, and where the request came from. */
export interface Person {
  kanal: Kanal
  userId: string
  userName: string
  email: string
  sessionId: string
  place: Place
  requestId?: string
}

/** The organisations of a person, in one order for everybody, so that two writers never wait for each other. */
export const organisationsOf = async (tx: Tx, userId: string): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `select distinct organisation_id as id from users_memberships
       where _parent_id = $1 and organisation_id is not null order by 1`,
      [userId],
    )
  ).map(({ id }) => id)

/** Writes what concerns a person's own account into the trail of every organisation the person belongs to. */
export async function tellPerson(
  tx: Tx,
  person: Omit<Person, 'sessionId'>,
  told: Pick<AuditEvent, 'action' | 'outcome' | 'reason'> & { target?: AuditEvent['target'] },
): Promise<void> {
  const { kanal, userId, userName, place, requestId } = person
  for (const organisationId of await organisationsOf(tx, userId)) {
    await kanal.audit.record(tx, {
      target: { type: 'user', id: userId, label: userName },
      ...told,
      organisationId,
      actor: { type: 'user', id: userId, name: userName },
      ip: place.address ?? undefined,
      userAgent: place.userAgent ?? undefined,
      requestId,
    })
  }
}

/** Lets a person know of something about the own account; once, though the person may belong to several organisations. */
export async function notifyPerson<K extends NoticeKind>(
  tx: Tx,
  userId: string,
  notice: { kind: K; dedupeKey: string; params: NoticeParams<K> },
): Promise<void> {
  const [organisationId] = await organisationsOf(tx, userId)
  if (organisationId === undefined) return
  await notify(tx, { ...notice, organisationId, link: '/security', audience: { userId } })
}
