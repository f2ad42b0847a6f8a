import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { autocommit, transaction } from '../../database/tx.ts'
import type { TestDatabase } from '../../../tests/support/database.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { SystemKeys } from '../credentials/keys/system-keys.ts'
import { newOrganisation, randomMasterKeys } from '../credentials/testing/fixtures.ts'
import { createAuditTrail } from './trail.ts'

const trail = createAuditTrail(new SystemKeys(randomMasterKeys()))

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterAll(() => database.drop())

const rowsOf = async (organisationId: string): Promise<Record<string, unknown>[]> =>
  (await pool.query('select * from audit_events where organisation_id = $1 order by id', [organisationId]))
    .rows

describe('the audit trail', () => {
  it('writes who did what to which thing, with names of fields', async () => {
    const organisationId = await newOrganisation(pool)
    const actorId = randomUUID()
    await trail.record(autocommit(pool), {
      organisationId,
      actor: { type: 'user', id: actorId, name: 'Sari' },
      action: 'credential.update',
      target: { type: 'integration', id: 'i1', label: 'Pasar' },
      outcome: 'failed',
      reason: 'http_401_bad_credential',
      fields: ['app_key', 'app_secret'],
      ip: '203.0.113.7',
      userAgent: 'x'.repeat(1_000),
      requestId: 'r1',
    })
    const [row] = await rowsOf(organisationId)
    expect(row).toMatchObject({
      actor_type: 'user',
      actor_id: actorId,
      actor_label: 'Sari',
      action: 'credential.update',
      target_type: 'integration',
      target_id: 'i1',
      target_label: 'Pasar',
      outcome: 'failed',
      reason: 'http_401_bad_credential',
      fields: ['app_key', 'app_secret'],
      ip: '203.0.113.7',
      user_agent: 'x'.repeat(400),
      request_id: 'r1',
    })
    expect(Date.now() - (row?.created_at as Date).getTime()).toBeLessThan(60_000)
  })

  it('belongs to its transaction', async () => {
    const organisationId = await newOrganisation(pool)
    const event = {
      organisationId,
      actor: { type: 'system' },
      action: 'shop.import',
      target: { type: 'shop', id: 's1' },
      outcome: 'ok',
    } as const
    await expect(
      transaction(pool, async (tx) => {
        await trail.record(tx, event)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await rowsOf(organisationId)).toEqual([])
    await transaction(pool, (tx) => trail.record(tx, event))
    expect(await rowsOf(organisationId)).toHaveLength(1)
  })

  it.each([
    "update audit_events set outcome = 'ok'",
    'delete from audit_events',
    'truncate audit_events cascade',
  ])('can never be undone: %s', async (statement) => {
    const organisationId = await newOrganisation(pool)
    await trail.record(autocommit(pool), {
      organisationId,
      actor: { type: 'system' },
      action: 'credential.denied',
      target: { type: 'integration', id: 'i1' },
      outcome: 'denied',
    })
    const before = await rowsOf(organisationId)
    await expect(pool.query(statement)).rejects.toThrow('append-only')
    expect(await rowsOf(organisationId)).toEqual(before)
  })

  it('keeps an organisation that has a past', async () => {
    const organisationId = await newOrganisation(pool)
    await trail.record(autocommit(pool), {
      organisationId,
      actor: { type: 'system' },
      action: 'organisation.create',
      target: { type: 'organisation', id: organisationId },
      outcome: 'ok',
    })
    await expect(pool.query('delete from organisations where id = $1', [organisationId])).rejects.toThrow()
  })
})
