import { randomBytes, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { SystemKeys } from '../credentials/keys/system-keys.ts'
import { newOrganisation, randomMasterKeys } from '../credentials/testing/fixtures.ts'
import { makeCheckpoint, parseSealedLine, sealedLine } from './checkpoint.ts'
import { createAuditTrail } from './trail.ts'
import { verifyTrail } from './verify-all.ts'

const keys = new SystemKeys(randomMasterKeys())
const trail = createAuditTrail(keys)
const ROWS = 12

let database: TestDatabase
let pool: Pool
let organisation: string
let other: string
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

const record = (organisationId: string, n: number): Promise<void> =>
  transaction(pool, (tx) =>
    trail.record(tx, {
      organisationId,
      actor: { type: 'user', id: randomUUID(), name: `Sari ${n} 🌸` },
      action: 'credential.update',
      target: { type: 'integration', id: `i${n}` },
      outcome: 'ok',
      fields: ['app_key', `f${n}`],
      ip: '203.0.113.7',
    }),
  )

beforeEach(async () => {
  organisation = await newOrganisation(pool)
  other = await newOrganisation(pool)
  for (let n = 1; n <= ROWS; n += 1) await record(organisation, n)
  for (let n = 1; n <= 3; n += 1) await record(other, n)
}, 60_000)

/** What someone with all rights over the database can do: triggers and foreign keys are off. */
async function attack(...statements: [string, unknown[]?][]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query("set session_replication_role = 'replica'")
    for (const [text, values] of statements) await client.query(text, values)
  } finally {
    await client.query("set session_replication_role = 'origin'")
    client.release()
  }
}
const firstFault = async (id = organisation): Promise<[string, number] | null> => {
  const { faults } = await verifyTrail(pool, keys, { organisationId: id })
  return faults[0] ? [faults[0].kind, faults[0].seq] : null
}
const event = (seq: number): string =>
  `(select event_id from audit_chain where organisation_id = '${organisation}' and seq = ${seq})`

it('finds an honest trail sound', async () => {
  expect(await firstFault()).toBeNull()
  expect(await firstFault(other)).toBeNull()
})

it('chains rows written at once by many, each exactly once', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => record(organisation, 100 + n)))
  const { rows, faults } = await verifyTrail(pool, keys, { organisationId: organisation })
  expect({ rows, faults }).toEqual({ rows: ROWS + 40, faults: [] })
})

it('leaves no gap when a transaction rolls back', async () => {
  await expect(
    transaction(pool, async (tx) => {
      await trail.record(tx, {
        organisationId: organisation,
        actor: { type: 'system' },
        action: 'shop.import',
        target: { type: 'shop', id: 's' },
        outcome: 'ok',
      })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await record(organisation, 13)
  expect(await verifyTrail(pool, keys, { organisationId: organisation })).toMatchObject({
    rows: ROWS + 1,
    faults: [],
  })
})

it('takes in rows from before there was a chain, in their order', async () => {
  const old = await newOrganisation(pool)
  for (const n of [1, 2, 3]) {
    await pool.query(
      `insert into audit_events (id, organisation_id, actor_type, action, target_type, outcome, fields, created_at)
       values (kanal_uuidv7(), $1, 'system', 'shop.import', 'shop', 'ok', '[]', now() - make_interval(days => $2))`,
      [old, 10 - n],
    )
  }
  await Promise.all([record(old, 4), record(old, 5)])
  expect(await verifyTrail(pool, keys, { organisationId: old })).toMatchObject({ rows: 5, faults: [] })
})

describe('T16: names the first bad row', () => {
  it.each<[string, () => [string, unknown[]?][], [string, number]]>([
    [
      'a changed word',
      () => [[`update audit_events set outcome = 'denied' where id = ${event(5)}`]],
      ['changed', 5],
    ],
    [
      'a changed field list',
      () => [[`update audit_events set fields = '["x"]' where id = ${event(6)}`]],
      ['changed', 6],
    ],
    [
      'a changed time',
      () => [[`update audit_events set created_at = created_at + interval '1 ms' where id = ${event(7)}`]],
      ['changed', 7],
    ],
    [
      'an emptied actor',
      () => [[`update audit_events set actor_id = null where id = ${event(2)}`]],
      ['changed', 2],
    ],
    [
      'an event taken away',
      () => [[`delete from audit_events where id = ${event(4)}`]],
      ['missing_event', 4],
    ],
    [
      'event and link taken away',
      () => [
        [`delete from audit_events where id = ${event(4)}`],
        ['delete from audit_chain where organisation_id = $1 and seq = 4', [organisation]],
      ],
      ['missing_link', 4],
    ],
    [
      'a link cut out and the rest moved up',
      () => [
        ['delete from audit_chain where organisation_id = $1 and seq = 4', [organisation]],
        ['update audit_chain set seq = seq + 1000 where organisation_id = $1 and seq > 4', [organisation]],
        ['update audit_chain set seq = seq - 1001 where organisation_id = $1 and seq > 1000', [organisation]],
      ],
      ['missing_link', 4],
    ],
    [
      'two links swapped',
      () => [
        ['update audit_chain set seq = 1003 where organisation_id = $1 and seq = 3', [organisation]],
        ['update audit_chain set seq = 3 where organisation_id = $1 and seq = 8', [organisation]],
        ['update audit_chain set seq = 8 where organisation_id = $1 and seq = 1003', [organisation]],
      ],
      ['missing_link', 3],
    ],
    [
      'two events swapped',
      () => [
        [`update audit_events set id = gen_random_uuid(), request_id = id::text where id = ${event(3)}`],
        [
          `update audit_events set id = (select event_id from audit_chain where organisation_id = $1 and seq = 3)
           where id = ${event(8)}`,
          [organisation],
        ],
      ],
      ['changed', 3],
    ],
    [
      'an event slipped in',
      () => [
        [
          `insert into audit_events (id, organisation_id, actor_type, action, target_type, outcome, fields)
       values (gen_random_uuid(), $1, 'system', 'shop.import', 'shop', 'ok', '[]')`,
          [organisation],
        ],
      ],
      ['foreign_event', ROWS],
    ],
    [
      'a link made up with a guessed key',
      () => [
        [
          `with e as (insert into audit_events (id, organisation_id, actor_type, action, target_type, outcome, fields)
         values (gen_random_uuid(), $1, 'system', 'shop.import', 'shop', 'ok', '[]') returning id)
        insert into audit_chain select $1, 13, e.id, c.mac, $2 from e, audit_chain c
        where c.organisation_id = $1 and c.seq = 12`,
          [organisation, randomBytes(32)],
        ],
      ],
      ['changed', 13],
    ],
    [
      'an event moved to another organisation',
      () => [[`update audit_events set organisation_id = $1 where id = ${event(9)}`, [other]]],
      ['changed', 9],
    ],
    [
      'a link of another organisation',
      () => [
        ['delete from audit_chain where organisation_id = $1 and seq = 1', [organisation]],
        [
          `insert into audit_chain select $1, 1, gen_random_uuid(), previous, mac from audit_chain where organisation_id = $2 and seq = 1`,
          [organisation, other],
        ],
      ],
      ['missing_event', 1],
    ],
    [
      'the chain key taken away',
      () => [['delete from system_keys where organisation_id = $1', [organisation]]],
      ['replaced', 1],
    ],
  ])('%s', async (_, statements, expected) => {
    await attack(...statements())
    expect(await firstFault()).toEqual(expected)
    expect(await firstFault(other)).toBeNull()
  })

  it('the tail cut off, or the whole chain, when a checkpoint names it', async () => {
    await makeCheckpoint(pool, keys)
    await attack(
      [
        `delete from audit_events where id in (select event_id from audit_chain where organisation_id = $1 and seq > 10)`,
        [organisation],
      ],
      ['delete from audit_chain where organisation_id = $1 and seq > 10', [organisation]],
    )
    expect(await firstFault()).toEqual(['cut_off', 11])
    await attack(
      ['delete from audit_events where organisation_id = $1', [organisation]],
      ['delete from audit_chain where organisation_id = $1', [organisation]],
    )
    expect(await firstFault()).toEqual(['cut_off', 1])
    await record(organisation, 1)
    expect((await firstFault())?.[0]).toBe('cut_off')
  })

  it('a database set back as a whole, by a checkpoint kept elsewhere', async () => {
    const kept = parseSealedLine(sealedLine(await makeCheckpoint(pool, keys)))
    await attack(
      ['delete from audit_checkpoints where seq = $1', [kept.seq]],
      [
        `delete from audit_events where id in (select event_id from audit_chain where organisation_id = $1 and seq > 3)`,
        [organisation],
      ],
      ['delete from audit_chain where organisation_id = $1 and seq > 3', [organisation]],
    )
    expect((await verifyTrail(pool, keys, { organisationId: organisation })).faults).toEqual([])
    const { faults } = await verifyTrail(pool, keys, { organisationId: organisation, kept: [kept] })
    expect(faults.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['checkpoint', kept.seq],
      ['cut_off', 4],
    ])
  })

  it('a checkpoint changed, forged or taken out', async () => {
    const first = await makeCheckpoint(pool, keys)
    await makeCheckpoint(pool, keys)
    const backup = (await pool.query('select * from audit_checkpoints order by seq')).rows
    const restore = async (): Promise<void> => {
      await attack(['delete from audit_checkpoints'])
      for (const row of backup)
        await pool.query('insert into audit_checkpoints values ($1, $2, $3, $4)', [
          row.seq,
          row.at,
          row.statement,
          row.signature,
        ])
    }
    for (const [statement, values] of [
      [
        'update audit_checkpoints set statement = replace(statement, $1, $2) where seq = $3',
        ['"v":1', '"v": 1', first.seq],
      ],
      ['update audit_checkpoints set signature = $1 where seq = $2', [randomBytes(64), first.seq]],
      ['delete from audit_checkpoints where seq = $1', [first.seq]],
    ] as [string, unknown[]][]) {
      await attack([statement, values])
      expect(await firstFault()).toEqual(['checkpoint', first.seq])
      await restore()
      expect(await firstFault()).toBeNull()
    }
  })
})

it('gives the role of the product no right to rewrite the trail', async () => {
  const plain = await createTestDatabase()
  try {
    for (const statement of [
      "update audit_events set outcome = 'ok'",
      'delete from audit_chain',
      'truncate audit_checkpoints',
    ]) {
      await expect(plain.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
    const id = await newOrganisation(plain.pool)
    await transaction(plain.pool, (tx) =>
      trail.record(tx, {
        organisationId: id,
        actor: { type: 'system' },
        action: 'shop.import',
        target: { type: 'shop', id: 's' },
        outcome: 'ok',
      }),
    )
    expect((await verifyTrail(plain.pool, keys, { organisationId: id })).rows).toBe(1)
  } finally {
    await plain.drop()
  }
})

it('makes checkpoints one after the other, also when nothing happened', async () => {
  const made = await Promise.all([1, 2, 3].map(() => makeCheckpoint(pool, keys)))
  const seqs = made.map(({ seq }) => seq).sort((a, b) => a - b)
  expect(seqs[2]! - seqs[0]!).toBe(2)
  const tx = autocommit(pool)
  await expect(tx.query('update audit_checkpoints set at = now()')).rejects.toThrow('append-only')
  expect(await firstFault()).toBeNull()
})
