import type { Tx } from '../../../database/tx.ts'
import { RotationRefused } from './errors.ts'

export type RotationKind = 'master' | 'organisation'

/** How far the change of a key is. Counts are wrapped keys for `master`, stored values for `organisation`. */
export interface Rotation {
  id: string
  kind: RotationKind
  organisationId: string | null
  toKey: string
  state: 'running' | 'done' | 'failed'
  total: number
  done: number
  unreadable: number
  cursor: string | null
  startedAt: Date
  finishedAt: Date | null
  error: string | null
  /** Who asked for it: a name, or null for the command line. */
  requestedBy: string | null
  /** True while nobody has worked on it for some time. */
  isStalled: boolean
}

/** A batch takes a second; whoever says nothing for this long has stopped. */
const STALLED_AFTER_SECONDS = 30

const COLUMNS = `id, kind, organisation_id as "organisationId", to_key as "toKey", state, total, done, unreadable,
  cursor, started_at as "startedAt", finished_at as "finishedAt", error,
  (select name from users where users.id = requested_by) as "requestedBy",
  state = 'running' and beat_at < now() - interval '${STALLED_AFTER_SECONDS} seconds' as "isStalled"`

export async function readRotation(tx: Tx, id: string): Promise<Rotation | null> {
  const [row] = await tx.query<Rotation>(`select ${COLUMNS} from key_rotations where id = $1`, [id])
  return row ?? null
}

/** The latest rotations of the master key, or of one organisation's key, newest first. */
export const latestRotations = (
  tx: Tx,
  { organisationId, most = 10 }: { organisationId: string | null; most?: number },
): Promise<Rotation[]> =>
  tx.query<Rotation>(
    `select ${COLUMNS} from key_rotations where organisation_id is not distinct from $1
     order by started_at desc, id desc limit $2`,
    [organisationId, most],
  )

/** The rotation of an organisation's key, or with null of the master key, that is under way. */
export async function runningRotation(tx: Tx, organisationId: string | null): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select id from key_rotations where organisation_id is not distinct from $1 and state = 'running'`,
    [organisationId],
  )
  return row?.id ?? null
}

/** @throws RotationRefused `already_running` */
export async function openRotation(
  tx: Tx,
  input: {
    kind: RotationKind
    organisationId: string | null
    toKey: string
    total: number
    requestedBy: string | null
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into key_rotations (kind, organisation_id, to_key, total, requested_by) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning id`,
    [input.kind, input.organisationId, input.toKey, input.total, input.requestedBy],
  )
  if (!row) throw new RotationRefused('already_running', 'This key is being changed already.')
  return row.id
}

export const noteProgress = (
  tx: Tx,
  id: string,
  { done, unreadable = 0, cursor }: { done: number; unreadable?: number; cursor: string | null },
): Promise<unknown> =>
  tx.query(
    `update key_rotations set done = done + $2, unreadable = unreadable + $3, cursor = $4, beat_at = now()
     where id = $1 and state = 'running'`,
    [id, done, unreadable, cursor],
  )

export const closeRotation = (tx: Tx, id: string, error: string | null): Promise<unknown> =>
  tx.query(
    `update key_rotations set state = case when $2::text is null then 'done' else 'failed' end, error = $2,
       finished_at = now()
     where id = $1 and state = 'running'`,
    [id, error],
  )
