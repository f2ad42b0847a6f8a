import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeOperationHook,
  PayloadRequest,
} from 'payload'
import { idOf } from '../../collections/access/roles.ts'
import { txOf } from '../../database/tx.ts'
import { kanalOf } from '../context.ts'
import { organisationsOf } from './person.ts'
import { placeOf } from './place.ts'
import { endSessions } from './sessions/sign-in.ts'
import { requireStepUpOf } from './step-up/required.ts'

const CHANGES_PASSWORD = 'kanalChangesPassword'

interface Account {
  id?: string
  name?: string
  email?: string
  memberships?: { organisation?: unknown; role?: unknown }[] | null
}

const membershipsIn = ({ memberships }: Account): { organisation: string; role: string }[] =>
  (memberships ?? []).flatMap(({ organisation, role }) => {
    const id = idOf(organisation)
    return id === null ? [] : [{ organisation: id, role: String(role) }]
  })
const membersOf = (account: Account): string[] =>
  membershipsIn(account).map(({ organisation }) => organisation)
const rolesOf = (account: Account): string =>
  membershipsIn(account)
    .map(({ organisation, role }) => `${organisation}:${role}`)
    .sort()
    .join()

/** Remembers that a password is being set: later hooks no longer see it. */
export const notePasswordChange: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation !== 'create' && operation !== 'update') return args
  const { data } = args as { data?: Record<string, unknown> }
  if (typeof data?.password === 'string' && data.password !== '') req.context[CHANGES_PASSWORD] = true
  return args
}

/** Who may do what, and how somebody signs in, changes only by a person who has just proven who they are. */
export const guardSensitiveChange: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const before = (originalDoc ?? {}) as Account
  const after = data as Account
  const isSensitive =
    operation === 'create' ||
    req.context[CHANGES_PASSWORD] === true ||
    (after.email !== undefined && after.email !== before.email) ||
    (after.memberships !== undefined && rolesOf(after) !== rolesOf(before))
  if (isSensitive) await requireStepUpOf(req)
  return data
}

/** Writes the change down; a new password ends every other sign-in of that person. */
export const recordUserChange: CollectionAfterChangeHook = async ({ doc, operation, previousDoc, req }) => {
  if (!req.user) return doc
  const account = doc as Account & { id: string }
  const before = (previousDoc ?? {}) as Account
  const tx = await txOf(req)
  const actor = actorOf(req)
  if (req.context[CHANGES_PASSWORD] === true && operation === 'update')
    await endSessions(tx, account.id, account.id === actor.userId ? actor.sessionId : null)
  const action =
    operation === 'create'
      ? 'user.create'
      : rolesOf(account) !== rolesOf(before)
        ? 'user.role_change'
        : 'user.update'
  const own = new Set(await organisationsOf(tx, actor.userId))
  const concerned = [...new Set([...membersOf(before), ...membersOf(account)])]
    .filter((id) => own.has(id))
    .sort()
  for (const organisationId of concerned) {
    await actor.kanal.audit.record(tx, {
      organisationId,
      actor: { type: 'user', id: actor.userId, name: actor.userName },
      action,
      target: { type: 'user', id: account.id, label: account.name ?? account.email },
      outcome: 'ok',
      ip: actor.place.address ?? undefined,
      userAgent: actor.place.userAgent ?? undefined,
    })
  }
  return doc
}

function actorOf(req: PayloadRequest) {
  const user = req.user as { id: string; name?: string; email?: string; _sid?: string }
  return {
    kanal: kanalOf(req.payload),
    userId: String(user.id),
    userName: user.name || user.email || '',
    email: user.email ?? '',
    sessionId: user._sid ?? null,
    place: placeOf(req.headers ?? new Headers()),
  }
}
