import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { createSecrets } from '../context.ts'
import { newOrganisation, randomMasterKeys } from '../credentials/testing/fixtures.ts'
import { findPatterns, tellPatterns } from './alerts.ts'
import type { AuditEvent } from './event.ts'
import { csvCell, exportLines } from './export.ts'
import { actorsOf, auditFilter, searchTrail, type AuditFilter } from './search.ts'

const { audit } = createSecrets(randomMasterKeys())
const sari = randomUUID()
const budi = randomUUID()

let database: TestDatabase
let pool: Pool
let organisation: string
let other: string
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
  organisation = await newOrganisation(pool)
  other = await newOrganisation(pool)
}, 60_000)
afterAll(() => database.drop())

const record = (event: Partial<AuditEvent> = {}): Promise<void> =>
  transaction(pool, (tx) =>
    audit.record(tx, {
      organisationId: organisation,
      actor: { type: 'user', id: sari, name: 'Sari' },
      action: 'credential.update',
      target: { type: 'integration', id: 'i1', label: 'Pasar' },
      outcome: 'ok',
      ip: '203.0.113.7',
      ...event,
    }),
  )
const filter = (rest: Partial<AuditFilter> = {}): AuditFilter => auditFilter.parse({ organisation, ...rest })
const actions = async (rest: Partial<AuditFilter>): Promise<string[]> =>
  (await searchTrail(autocommit(pool), filter(rest))).rows.map(({ action }) => action)

it('finds by what, who, outcome, day and word, and only in one organisation', async () => {
  await record()
  await record({ action: 'shop.connect', target: { type: 'shop', id: 's1', label: 'Toko Melati' } })
  await record({
    action: 'credential.reveal',
    outcome: 'denied',
    actor: { type: 'user', id: budi, name: 'Budi' },
  })
  await record({ organisationId: other, action: 'user.login' })
  expect(await actions({})).toEqual(['credential.reveal', 'shop.connect', 'credential.update'])
  expect(await actions({ area: 'credential' })).toEqual(['credential.reveal', 'credential.update'])
  expect(await actions({ outcome: 'denied' })).toEqual(['credential.reveal'])
  expect(await actions({ actor: budi })).toEqual(['credential.reveal'])
  expect(await actions({ words: 'melati' })).toEqual(['shop.connect'])
  expect(await actions({ words: '%' })).toEqual([])
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date())
  expect(await actions({ from: today, to: today })).toHaveLength(3)
  expect(await actions({ to: '2020-01-01' })).toEqual([])
  expect((await actorsOf(autocommit(pool), organisation)).map(({ name }) => name).sort()).toEqual([
    'Budi',
    'Sari',
  ])
})

it('turns pages without losing or repeating a row, also while rows are added', async () => {
  const mine = await newOrganisation(pool)
  for (let n = 0; n < 25; n += 1) await record({ organisationId: mine, target: { type: 'x', id: `n${n}` } })
  const seen: number[] = []
  let before: number | null = null
  do {
    const page: Awaited<ReturnType<typeof searchTrail>> = await searchTrail(
      autocommit(pool),
      filter({ organisation: mine }),
      { before, most: 10 },
    )
    seen.push(...page.rows.map(({ seq }) => seq ?? 0))
    before = page.next
    await record({ organisationId: mine })
  } while (before !== null)
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n))
})

it('exports the same rows, and no cell is a formula', async () => {
  const mine = await newOrganisation(pool)
  await record({ organisationId: mine, target: { type: 'x', id: 'x', label: '=HYPERLINK("http://x")' } })
  await record({ organisationId: mine, reason: 'baris\nbaru, "kutip"' })
  const lines = async (format: 'csv' | 'jsonl'): Promise<string> => {
    let all = ''
    for await (const part of exportLines(pool, filter({ organisation: mine }), format)) all += part
    return all
  }
  const rows = (await lines('jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; mac: string })
  expect(rows.map(({ seq }) => seq)).toEqual([2, 1])
  expect(rows[0]?.mac).toMatch(/^[0-9a-f]{64}$/)
  const csv = await lines('csv')
  expect(csv.startsWith('\uFEFFseq,at,')).toBe(true)
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(csv).toContain('"baris\nbaru, ""kutip"""')
  for (const bad of ['=1', '+1', '-1', '@x', '\tx']) expect(csvCell(bad).replaceAll('"', '')).toMatch(/^'/)
})

it('tells the owners once of many refusals, many exports and a reveal at night', async () => {
  const mine = await newOrganisation(pool)
  for (let n = 0; n < 10; n += 1)
    await record({ organisationId: mine, outcome: 'denied', action: 'access.denied' })
  for (let n = 0; n < 3; n += 1) await record({ organisationId: mine, action: 'audit.export' })
  await record({ organisationId: mine, action: 'credential.reveal' })
  const client = await pool.connect()
  const night = async (hour: number): Promise<void> => {
    await client.query("set session_replication_role = 'replica'")
    // A zone where it is that hour now.
    const offset = (hour - new Date().getUTCHours() + 24) % 24
    const zone = `Etc/GMT${offset > 12 ? `+${24 - offset}` : `-${offset}`}`
    await client.query(`alter table organisations alter column time_zone type text using time_zone::text`)
    await client.query('update organisations set time_zone = $2 where id = $1', [mine, zone])
  }
  await night(3)
  client.release()
  const keys = (await findPatterns(autocommit(pool)))
    .filter((each) => each.organisationId === mine)
    .map(({ key }) => key.split(':')[0])
  expect(keys.sort()).toEqual(['denials', 'exports', 'reveal'])
  for (let n = 0; n < 3; n += 1) await transaction(pool, tellPatterns)
  const { rows } = await pool.query(
    'select audience_roles as roles, params from notice_incidents where organisation_id = $1',
    [mine],
  )
  expect(rows).toHaveLength(3)
  for (const { roles, params } of rows) {
    expect(roles).toEqual(['owner'])
    expect(params).toEqual({
      pattern: { id: expect.any(String) as string, en: expect.any(String) as string },
    })
  }
})

it('tells the owners of a sign-in from a country the person never used', async () => {
  const mine = await newOrganisation(pool)
  const signIn = (id: string, ip: string): Promise<void> =>
    record({
      organisationId: mine,
      action: 'user.login',
      actor: { type: 'user', id, name: 'Sari' },
      ip,
    })
  const found = async (): Promise<string[]> =>
    (await findPatterns(autocommit(pool)))
      .filter((each) => each.organisationId === mine)
      .map(({ words }) => words.id)
  await signIn(sari, '36.66.1.1')
  await signIn(sari, '182.1.2.3')
  await signIn(sari, '2001:448a:2020:1::1')
  // A first sign-in breaks no habit, wherever it comes from.
  await signIn(budi, '8.8.8.8')
  expect(await found()).toEqual([])
  await signIn(sari, '8.8.8.8')
  await signIn(sari, '8.8.4.4')
  expect(await found()).toEqual([
    'Sari masuk dari Amerika Serikat (8.8.8.8), negara yang belum pernah dipakainya',
  ])
})
