import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { migrations } from '../database/migrations/index.ts'
import { autocommit } from '../database/tx.ts'
import { queueHealth } from '../queue/health.ts'

/** A job that has waited this long means nobody is working: the worker is down or far behind. */
const MAX_QUEUE_LAG_SECONDS = 120

interface Part {
  ok: boolean
  detail?: string
}

async function examine(pool: Pool): Promise<Record<string, Part>> {
  const tx = autocommit(pool)
  const database: Part = await tx.query('select 1').then(
    () => ({ ok: true }),
    () => ({ ok: false, detail: 'The database does not answer.' }),
  )
  if (!database.ok) return { database }
  const [done] = await tx.query<{ count: number }>(
    'select count(*) as count from payload_migrations where batch > 0',
  )
  const missing = migrations.length - (done?.count ?? 0)
  const queue = await queueHealth(tx)
  return {
    database,
    migrations: missing > 0 ? { ok: false, detail: `${missing} migrations have not run.` } : { ok: true },
    queue:
      queue.lagSeconds > MAX_QUEUE_LAG_SECONDS
        ? { ok: false, detail: `The oldest job has waited ${Math.round(queue.lagSeconds)} s.` }
        : { ok: true },
    worker:
      queue.liveWorkers > 0 ? { ok: true } : { ok: false, detail: 'No worker has reported within a minute.' },
  }
}

/** `/api/health/live`: this process answers. `/api/health/ready` (and `/api/health`): everything it needs works. */
export const healthRoute =
  (pool: Pool) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isLive = (request.url ?? '').startsWith('/api/health/live')
    const parts = isLive ? {} : await examine(pool)
    const ok = Object.values(parts).every((part) => part.ok)
    response
      .writeHead(ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ status: ok ? 'ok' : 'not ready', ...parts }))
  }
