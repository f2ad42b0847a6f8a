import type { Tx } from '../../../database/tx.ts'
import { deviceName } from '../place.ts'

/** A sign-in of a person, as it is shown to them. */
export interface SessionLine {
  id: string
  device: string
  address: string | null
  startedAt: string
  lastActiveAt: string
  isCurrent: boolean
}

interface Row {
  id: string
  user_agent: string | null
  address: string | null
  created_at: Date
  last_active_at: Date
}

/** Where the person is signed in, the sign-in that asks first. */
export async function sessionsOf(tx: Tx, userId: string, current: string): Promise<SessionLine[]> {
  const rows = await tx.query<Row>(
    `select s.id, s.user_agent, host(s.address) as address, s.created_at, s.last_active_at
     from auth_sessions s join users_sessions p on p.id = s.id and p._parent_id = s.user_id
     where s.user_id = $1 and s.state = 'active' and s.ends_at > now() and p.expires_at > now()
     order by (s.id = $2) desc, s.last_active_at desc`,
    [userId, current],
  )
  return rows.map((row) => ({
    id: row.id,
    device: deviceName(row.user_agent),
    address: row.address,
    startedAt: row.created_at.toISOString(),
    lastActiveAt: row.last_active_at.toISOString(),
    isCurrent: row.id === current,
  }))
}

/** Ends one sign-in of the person. @returns whether there was one to end. */
export async function endSession(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const ended = await tx.query(
    `update auth_sessions set state = 'ended' where id = $1 and user_id = $2 and state <> 'ended' returning id`,
    [sessionId, userId],
  )
  await tx.query('delete from users_sessions where id = $1 and _parent_id = $2', [sessionId, userId])
  return ended.length > 0
}
