import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import type { Role } from '../../../collections/access/roles.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { createLogger } from '../../../log.ts'
import type { TaskDefinition } from '../../../queue/define.ts'
import type { Kanal } from '../../context.ts'
import { announce } from '../announce.ts'
import { digest } from '../digest.ts'
import type { NoticeKind } from '../kinds.ts'
import { type NoticeEvent, notify } from '../notify.ts'
import type { Settings } from '../preferences.ts'
import { recover } from '../recover.ts'
import { releaseTask, tend } from '../release.ts'
import { sendTask } from '../send.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

interface Job {
  id: string
  identifier: string
  payload: unknown
  attempts: number
  max_attempts: number
}

export interface DeliveryRow {
  moment: string
  state: string
  cause_code: string | null
  provider_id: string | null
  attempts: number
  email: string
}

/** Organisations and people on a database of their own, a real mail server, and a clock that tests move. */
export interface World {
  database: TestDatabase
  office: PostOffice
  kanal: Kanal
  organisation(name: string, timeZone?: string): Promise<string>
  person(name: string, organisation: string, role: Role, language?: 'id' | 'en'): Promise<string>
  prefer(organisation: string, user: string | null, settings: Settings): Promise<void>
  notify<K extends NoticeKind>(event: NoticeEvent<K>): Promise<unknown>
  shopGone(organisation: string, dedupeKey?: string): Promise<unknown>
  shopBack(organisation: string, dedupeKey?: string): Promise<unknown>
  behind(organisation: string, dedupeKey?: string): Promise<unknown>
  /** Moves the clock forward. */
  later(milliseconds: number): void
  /** Runs every job whose time has come, and what those add, until nothing is due. */
  work(): Promise<void>
  /** Enqueues and runs one of the scheduled tasks. */
  tick(task: TaskDefinition): Promise<void>
  tend(): Promise<void>
  digest(): Promise<void>
  deliveries(organisation: string): Promise<DeliveryRow[]>
  sql<Row extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  clear(): Promise<void>
  close(): Promise<void>
}

const RETRY_MS = 60_000

export async function openWorld(): Promise<World> {
  const database = await createTestDatabase({ max: 24 })
  const office = await openPostOffice()
  let offset = 0
  const now = (): Date => new Date(Date.now() + offset)
  const log = createLogger('test', { write: () => undefined })
  // Only what notifications use: the vault and the adapters stay out of it.
  const kanal = { pool: database.pool, log, publicUrl: 'https://kanal.example', now } as Kanal
  const tasks = new Map<string, TaskDefinition>(
    [announce, sendTask(office.mailer), releaseTask(office.mailer), tend, digest].map((task) => [
      task.name,
      task as TaskDefinition,
    ]),
  )
  const tx = autocommit(database.pool)
  const inTx = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => transaction(database.pool, fn)
  const context = { kanal, log, signal: new AbortController().signal }

  const runJob = async (job: Job): Promise<void> => {
    const task = tasks.get(job.identifier)
    if (!task) throw new Error(`No task ${job.identifier}`)
    const attempt = job.attempts + 1
    try {
      const payload = task.schema.parse(job.payload)
      await task.run(payload, { ...context, attempt, maxAttempts: job.max_attempts })
      await tx.query('delete from graphile_worker._private_jobs where id = $1 and attempts = $2', [
        job.id,
        attempt,
      ])
    } catch {
      await tx.query(
        'update graphile_worker._private_jobs set run_at = $2 where id = $1 and attempts < max_attempts',
        [job.id, new Date(now().getTime() + RETRY_MS)],
      )
    }
  }
  const work = async (): Promise<void> => {
    for (;;) {
      const due = await tx.query<Job>(
        `update graphile_worker._private_jobs j set attempts = j.attempts + 1, key = null
         from graphile_worker._private_tasks t
         where t.id = j.task_id and j.attempts < j.max_attempts and j.run_at <= $1
         returning j.id::text, t.identifier, j.payload, j.attempts - 1 as attempts, j.max_attempts`,
        [now()],
      )
      if (due.length === 0) return
      for (const job of due) await runJob(job)
    }
  }
  const tick = async (task: TaskDefinition): Promise<void> => {
    await task.run({}, { ...context, attempt: 1, maxAttempts: 1 })
    await work()
  }
  return {
    database,
    office,
    kanal,
    organisation: async (name, timeZone = 'Asia/Jakarta') => {
      const [row] = await tx.query<{ id: string }>(
        'insert into organisations (name, time_zone) values ($1, $2::enum_organisations_time_zone) returning id',
        [name, timeZone],
      )
      return (row as { id: string }).id
    },
    person: async (name, organisation, role, language) => {
      const [row] = await tx.query<{ id: string }>(
        'insert into users (id, name, email) values (kanal_uuidv7(), $1, $2) returning id',
        [name, `${name.toLowerCase()}@toko.test`],
      )
      const { id } = row as { id: string }
      await tx.query(
        `insert into users_memberships (_order, _parent_id, id, organisation_id, role)
         values (1, $1, gen_random_uuid()::text, $2, $3::enum_users_memberships_role)`,
        [id, organisation, role],
      )
      if (language)
        await tx.query('insert into notice_languages (user_id, language) values ($1, $2)', [id, language])
      return id
    },
    prefer: async (organisation, user, settings) => {
      await tx.query(
        `insert into notice_preferences (organisation_id, user_id, settings) values ($1, $2, $3::jsonb)
         on conflict (organisation_id, user_id) do update set settings = excluded.settings`,
        [organisation, user, JSON.stringify(settings)],
      )
    },
    notify: (event) => inTx((open) => notify(open, event)),
    shopGone: (organisationId, dedupeKey = 'shop-1') =>
      inTx((open) =>
        notify(open, {
          organisationId,
          kind: 'shop.reconnect',
          dedupeKey,
          params: { shop: 'Melati <b>Jaya</b>', marketplace: 'Pasar' },
        }),
      ),
    shopBack: (organisationId, dedupeKey = 'shop-1') =>
      inTx((open) => recover(open, { organisationId, kind: 'shop.reconnect', dedupeKey })),
    behind: (organisationId, dedupeKey = 'shop-1') =>
      inTx((open) =>
        notify(open, {
          organisationId,
          kind: 'sync.behind',
          dedupeKey,
          params: { shop: 'Melati', minutes: 90 },
        }),
      ),
    later: (milliseconds) => {
      offset += milliseconds
    },
    work,
    tick,
    tend: () => tick(tend as TaskDefinition),
    digest: () => tick(digest as TaskDefinition),
    deliveries: (organisation) =>
      tx.query<DeliveryRow>(
        `select d.moment, d.state, d.cause_code, d.provider_id, d.attempts, u.email
         from notice_deliveries d join users u on u.id = d.user_id
         where d.organisation_id = $1 order by d.created_at, d.id`,
        [organisation],
      ),
    sql: (text, values = []) => tx.query(text, values),
    clear: async () => {
      offset = 0
      office.mood = 'kind'
      office.unknown.clear()
      office.received.length = 0
      await tx.query(
        'truncate notice_incidents, notice_preferences, notice_deliveries, graphile_worker._private_jobs restart identity cascade',
      )
    },
    close: async () => {
      await office.close()
      await database.drop()
    },
  }
}
