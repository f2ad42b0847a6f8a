import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import type { Cause, Verdict } from '../../../adapters/contract.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { createSecrets } from '../../context.ts'
import { newOrganisation, randomMasterKeys, save, set } from '../testing/fixtures.ts'
import { perMinute } from './cadence.ts'
import { takeDue } from './due.ts'
import { recordAnswer } from './record.ts'
import { healthReports } from './report.ts'

const { vault } = createSecrets(randomMasterKeys())
const one = { credentials: 1, random: 0.5 }
const whole = { aboutShop: false, isLocked: false, ms: 120 }

let database: TestDatabase
let pool: Pool
let organisationId: string
let integrationId: string
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

async function integration(organisation: string, marketplace: string, status = 'active'): Promise<string> {
  const { rows } = await pool.query(
    `insert into integrations (organisation_id, marketplace, environment, status, version)
     values ($1, $2, 'live', $3::text::enum_integrations_status, 1) returning id`,
    [organisation, marketplace, status],
  )
  const ownerId = (rows[0] as { id: string }).id
  await save(
    pool,
    vault,
    { organisationId: organisation, ownerType: 'integration', ownerId, slug: marketplace },
    { key: set('kunci') },
  )
  return ownerId
}

beforeEach(async () => {
  await pool.query("update credential_health set next_at = now() + interval '1 day'")
  organisationId = await newOrganisation(pool)
  integrationId = await integration(organisationId, 'pasar')
  await transaction(pool, (tx) => takeDue(tx, 'pasar'))
})

const answer = (verdict: Verdict, cause: Cause | null = null, aboutShop = false): Promise<string | null> =>
  transaction(pool, (tx) =>
    recordAnswer(
      tx,
      { integrationId, organisationId, name: 'Pasar', version: 1 },
      { verdict, cause, aboutShop, isLocked: false, ms: 120 },
      one,
    ),
  )
const rejected = (): Promise<string | null> => answer('rejected', 'http_401_bad_credential')
const later = (minutes: number): Promise<unknown> =>
  pool.query(
    'update credential_health set rejected_since = rejected_since - make_interval(mins => $1) where integration_id = $2',
    [minutes, integrationId],
  )
const incidents = async (): Promise<unknown[]> =>
  (
    await pool.query(
      `select kind, count, recovered_at is not null as over from notice_incidents where organisation_id = $1`,
      [organisationId],
    )
  ).rows

describe('three rejections in a row over ten minutes', () => {
  it('make a credential failed and tell it once; an acceptance ends it and tells that', async () => {
    expect(await rejected()).toBe('degraded')
    await later(5)
    expect(await rejected()).toBe('degraded')
    expect(await incidents()).toEqual([])
    await later(6)
    expect(await rejected()).toBe('failed')
    expect(await rejected()).toBe('failed')
    expect(await incidents()).toMatchObject([{ kind: 'credential.rejected', over: false }])
    expect(await answer('unverified', 'tcp_timeout')).toBe('failed')
    expect(await answer('accepted')).toBe('active')
    expect(await incidents()).toMatchObject([{ kind: 'credential.rejected', over: true }])
  })

  it('are not three within ten minutes, nor three with an acceptance between', async () => {
    await rejected()
    await rejected()
    expect(await rejected()).toBe('degraded')
    await later(11)
    await answer('accepted')
    expect(await rejected()).toBe('degraded')
    expect(await incidents()).toEqual([])
  })

  it('are not answers about a shop, and not an outage however long', async () => {
    for (let n = 0; n < 5; n += 1) {
      expect(await answer('rejected', 'token_revoked', true)).toBe('degraded')
      await later(10)
    }
    for (let n = 0; n < 8; n += 1) await answer('unverified', 'http_5xx_provider_down')
    expect(await answer('unverified', 'dns_not_found')).toBe('degraded')
    expect(await incidents()).toEqual([])
  })
})

it.each([0, 0.25, 0.5, 0.75, 0.999])(
  'notices a key that is broken within half an hour, and tells with the third refusal (chance %d)',
  async (random) => {
    const say = (verdict: Verdict): Promise<string | null> =>
      transaction(pool, (tx) =>
        recordAnswer(
          tx,
          { integrationId, organisationId, name: 'Pasar', version: 1 },
          { verdict, cause: verdict === 'rejected' ? 'http_401_bad_credential' : null, ...whole },
          { credentials: 1, random },
        ),
      )
    // It breaks the moment after it was last accepted; then a minute passes at a time.
    await say('accepted')
    let minutes = 0
    let asked = 0
    while ((await incidents()).length === 0 && minutes <= 60) {
      minutes += 1
      await pool.query(
        `update credential_health set next_at = next_at - interval '1 minute',
           rejected_since = rejected_since - interval '1 minute' where integration_id = $1`,
        [integrationId],
      )
      const due = await transaction(pool, (tx) => takeDue(tx, 'pasar'))
      if (!due.includes(integrationId)) continue
      asked += 1
      await say('rejected')
    }
    expect(minutes).toBeLessThanOrEqual(30)
    expect(asked).toBe(3)
  },
)

it('forgives one lost connection', async () => {
  expect(await answer('unverified', 'tcp_timeout')).toBe('active')
  expect(await answer('unverified', 'tcp_timeout')).toBe('degraded')
  expect(await answer('accepted')).toBe('active')
})

it('ignores an answer about credentials that were replaced meanwhile', async () => {
  await pool.query('update integrations set version = 2 where id = $1', [integrationId])
  expect(await rejected()).toBeNull()
  const { rows } = await pool.query('select * from credential_checks where integration_id = $1', [
    integrationId,
  ])
  expect(rows).toEqual([])
})

it('keeps the back-off over a restart, because it is in the database', async () => {
  for (let n = 0; n < 4; n += 1) await answer('unverified', 'tcp_timeout')
  const { rows } = await pool.query(
    `select extract(epoch from next_at - checked_at)::int / 60 as minutes from credential_health where integration_id = $1`,
    [integrationId],
  )
  expect(rows).toEqual([{ minutes: 40 }])
})

it('T24: takes a thousand credentials in turn, never a burst, each once, however many workers ask', async () => {
  await pool.query(`insert into organisations (name) select 'Ramai ' || n from generate_series(1, 1000) n`)
  await pool.query(
    `insert into integrations (organisation_id, marketplace, environment, status, version)
     select id, 'ramai', 'live', 'active', 1 from organisations where name like 'Ramai %'`,
  )
  await pool.query(
    `insert into cred_heads (owner_type, owner_id, organisation_id, fields, current_version, row_version)
     select 'integration', id, organisation_id, '{"key": 1}', 1, 1 from integrations where marketplace = 'ramai'`,
  )
  await transaction(pool, (tx) => takeDue(tx, 'ramai'))
  await pool.query(
    `update credential_health set next_at = now() - interval '1 hour' where integration_id in
     (select id from integrations where marketplace = 'ramai')`,
  )
  const cap = perMinute(1_000)
  const minute = await Promise.all([1, 2, 3, 4].map(() => transaction(pool, (tx) => takeDue(tx, 'ramai'))))
  for (const taken of minute) expect(taken.length).toBeLessThanOrEqual(cap)
  const all = minute.flat()
  expect(new Set(all).size).toBe(all.length)
  let rounds = 0
  for (let taken = all; taken.length > 0; rounds += 1) {
    taken = await transaction(pool, (tx) => takeDue(tx, 'ramai'))
    all.push(...taken)
  }
  expect(new Set(all).size).toBe(1_000)
  expect(all.length).toBe(1_000)
  expect(rounds).toBeGreaterThan(1_000 / cap / 2)
})

it('reports thirty days in the organisation’s own zone, and what nothing uses', async () => {
  await pool.query(
    `insert into credential_checks (organisation_id, integration_id, at, source, verdict, ms) values
     ($1, $2, now() - interval '3 days', 'monitor', 'accepted', 100),
     ($1, $2, now() - interval '3 days', 'monitor', 'rejected', 300),
     ($1, $2, now() - interval '40 days', 'monitor', 'rejected', 300)`,
    [organisationId, integrationId],
  )
  await pool.query(
    `update cred_heads set last_used_at = now() - interval '45 days', updated_at = now() - interval '60 days' where owner_id = $1`,
    [integrationId],
  )
  const [report] = await healthReports(autocommit(pool), organisationId)
  expect(report?.days).toHaveLength(30)
  expect(report?.days.at(-4)).toMatchObject({ accepted: 1, rejected: 1, unverified: 0 })
  expect(report?.days.reduce((sum, day) => sum + day.rejected, 0)).toBe(1)
  expect(report).toMatchObject({ integrationId, unusedDays: 45, medianMs: 100 })
  expect(await healthReports(autocommit(pool), await newOrganisation(pool))).toEqual([])
})
