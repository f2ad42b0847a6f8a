import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { autocommit, transaction } from '../src/database/tx.ts'
import { verifyTrail } from '../src/plugins/audit/verify-all.ts'
import { createSecrets } from '../src/plugins/context.ts'
import { masterKeysFromEnv } from '../src/plugins/credentials/keys/kek.ts'
import { withBenchDatabase } from './lib/database.ts'
import { median, report } from './lib/report.ts'

const ROUNDS = 7
const APPENDS = Number(process.env.BENCH_APPENDS ?? 400)
const TRAIL = Number(process.env.BENCH_ROWS ?? 20_000)
const bench = 'audit'

/** The least that any trail does: one insert of the same row, committed alone. */
const BARE = `insert into audit_events (id, organisation_id, actor_type, action, target_type, target_id, outcome, fields)
  values (gen_random_uuid(), $1, 'system', 'credential.update', 'integration', $2, 'ok', '["app_key"]')`

async function organisation(pool: pg.Pool): Promise<string> {
  const id = randomUUID()
  await pool.query('insert into organisations (id, name) values ($1, $2)', [id, `Toko ${id}`])
  return id
}

async function rate(count: number, once: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < count; n += 1) await once()
  return count / ((performance.now() - began) / 1_000)
}

/** What the chain costs: appending a row, and proving that none was changed. */
export async function audit(): Promise<void> {
  await withBenchDatabase(async (pool) => {
    const keks = masterKeysFromEnv({
      CRED_KEK_ACTIVE: 'bench',
      CRED_KEK_bench: randomBytes(32).toString('base64'),
    })
    const { audit: trail, vault } = createSecrets(keks)
    const [chained, bare] = [await organisation(pool), await organisation(pool)]
    const target = randomUUID()
    const append = (): Promise<void> =>
      transaction(pool, (tx) =>
        trail.record(tx, {
          organisationId: chained,
          actor: { type: 'system' },
          action: 'credential.update',
          target: { type: 'integration', id: target },
          outcome: 'ok',
          fields: ['app_key'],
        }),
      )
    const insert = (): Promise<unknown> => transaction(pool, (tx) => tx.query(BARE, [bare, target]))
    // The key of a chain is remembered once it is surely committed; a trail that is in use is older than a minute.
    await append()
    await pool.query(`update system_keys set created_at = now() - interval '1 hour'`)
    const rates: Record<'append' | 'insert', number[]> = { append: [], insert: [] }
    for (let round = 0; round <= ROUNDS; round += 1) {
      const inserted = await rate(APPENDS, insert)
      const appended = await rate(APPENDS, append)
      // The first round warms both up.
      if (round === 0) continue
      rates.insert.push(inserted)
      rates.append.push(appended)
    }
    report({
      bench,
      metric: 'rows appended one after the other',
      value: median(rates.append),
      unit: '1/s',
      floor: median(rates.insert),
    })

    await transaction(pool, async (tx) => {
      for (let n = 0; n < TRAIL; n += 1)
        await trail.record(tx, {
          organisationId: chained,
          actor: { type: 'system' },
          action: 'shop.import',
          target: { type: 'shop', id: target },
          outcome: 'ok',
        })
    })
    const verified: number[] = []
    const scanned: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now()
      const rows = await autocommit(pool).query(
        'select e.*, c.* from audit_events e join audit_chain c on c.event_id = e.id where c.organisation_id = $1 order by c.seq',
        [chained],
      )
      scanned.push(rows.length / ((performance.now() - began) / 1_000))
      const from = performance.now()
      const { rows: proven, faults } = await verifyTrail(pool, vault.system, { kept: [] })
      verified.push(proven / ((performance.now() - from) / 1_000))
      if (faults.some(({ organisationId }) => organisationId === chained))
        throw new Error('The trail of the bench does not hold')
    }
    report({
      bench,
      metric: `rows verified, of ${TRAIL}`,
      value: median(verified),
      unit: '1/s',
      floor: median(scanned),
    })
  })
}
