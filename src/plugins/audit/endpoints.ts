import { z } from 'zod'
import { MANAGERS } from '../../collections/access/roles.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { answer } from '../security/endpoint/answer.ts'
import { requireRole, tell, type Caller } from '../security/endpoint/caller.ts'
import { endpoint } from '../security/endpoint/endpoint.ts'
import { malformed } from '../security/endpoint/refusal.ts'
import { admit } from '../security/rate-limit.ts'
import { EXPORT_FORMATS, exportLines } from './export.ts'
import { actorsOf, auditFilter, searchTrail, type AuditFilter } from './search.ts'
import { servicesOf } from '../services/hub.ts'
import { trailStatus } from './status.ts'

/** Turning pages is one reading. */
const READING_SECONDS = 600

function filterOf(search: URLSearchParams): AuditFilter {
  const parsed = auditFilter.safeParse(
    Object.fromEntries([...search].filter(([, value]) => value.trim() !== '')),
  )
  if (!parsed.success) throw malformed(parsed.error.issues.map(({ path }) => path.join('.')))
  return parsed.data
}

const allow = (caller: Caller, { organisation }: AuditFilter): Promise<void> =>
  requireRole(caller, { organisation, roles: MANAGERS, target: { type: 'audit', id: organisation } })

/** What was asked for, as names: never what was searched by word. */
const askedOf = (filter: AuditFilter): string[] =>
  Object.entries(filter).flatMap(([name, value]) => (name === 'organisation' || !value ? [] : [name]))

/** `GET /api/audit-events/search?organisation=…` → `{ rows, next, actors, status }`, newest first. */
export const searchEndpoint = endpoint({
  method: 'get',
  path: '/search',
  audit: ['audit.read'],
  stepUp: 'none',
  run: async (caller, req) => {
    const filter = filterOf(req.searchParams)
    const before = z.coerce
      .number()
      .int()
      .positive()
      .safeParse(req.searchParams.get('before') ?? undefined)
    await allow(caller, filter)
    const tx = autocommit(caller.kanal.pool)
    const subject = `audit.read:${caller.userId}:${filter.organisation}`
    if ((await admit(tx, { subject, most: 1, windowSeconds: READING_SECONDS })) === 0) {
      await transaction(caller.kanal.pool, (inside) =>
        tell(inside, caller, {
          organisationId: filter.organisation,
          action: 'audit.read',
          target: { type: 'audit', id: filter.organisation },
          outcome: 'ok',
        }),
      )
    }
    const isStreamed = (await servicesOf(caller.kanal).find('trail')) !== null
    const [found, actors, status] = await Promise.all([
      searchTrail(tx, filter, { before: before.success ? before.data : null }),
      actorsOf(tx, filter.organisation),
      trailStatus(tx, filter.organisation, { isStreamed }),
    ])
    return answer({ ...found, actors, status })
  },
})

/** `GET /api/audit-events/export?organisation=…&format=csv|jsonl`: the same rows as a file. */
export const exportEndpoint = endpoint({
  method: 'get',
  path: '/export',
  audit: ['audit.export'],
  stepUp: 'required',
  run: async (caller, req) => {
    const format = z.enum(EXPORT_FORMATS).safeParse(req.searchParams.get('format'))
    if (!format.success) throw malformed(['format'])
    const filter = filterOf(req.searchParams)
    await allow(caller, filter)
    // Written down before the first byte leaves.
    await transaction(caller.kanal.pool, (tx) =>
      tell(tx, caller, {
        organisationId: filter.organisation,
        action: 'audit.export',
        target: { type: 'audit', id: filter.organisation, label: format.data },
        outcome: 'ok',
        fields: askedOf(filter),
      }),
    )
    const lines = exportLines(caller.kanal.pool, filter, format.data)
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await lines.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await lines.return(undefined)
      },
    })
    const day = caller.kanal.now().toISOString().slice(0, 10)
    return new Response(body, {
      headers: {
        'cache-control': 'no-store',
        'content-type':
          format.data === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="kanal-audit-${day}.${format.data}"`,
        'x-content-type-options': 'nosniff',
      },
    })
  },
})
