import { randomBytes, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { createSecrets } from '../../context.ts'
import { uuidBytes } from '../crypto/bytes.ts'
import { verifyMasterKeys } from '../keys/canary.ts'
import { masterKeysFromEnv, type KekProvider } from '../keys/kek.ts'
import type { BoundOwner } from '../owner.ts'
import { withCredentials } from '../read.ts'
import { newOrganisation, save, set } from '../testing/fixtures.ts'
import { announceKeys } from './heartbeat.ts'
import { runMasterRotation, startMasterRotation, wrappedBy } from './master.ts'
import { runOrganisationRotation } from './organisation.ts'
import { retireOldKeys } from './retire.ts'
import { readRotation } from './rotations.ts'
import { changeOrganisationKey } from './start.ts'
import { carryRotation } from './tasks.ts'

const OLD = randomBytes(32).toString('base64')
const NEW = randomBytes(32).toString('base64')
const holding = (active: 'old' | 'new', ...ids: ('old' | 'new')[]): KekProvider =>
  masterKeysFromEnv({
    CRED_KEK_ACTIVE: active,
    ...(ids.includes('old') ? { CRED_KEK_old: OLD } : {}),
    ...(ids.includes('new') ? { CRED_KEK_new: NEW } : {}),
  })
const fail = (error: unknown): never => {
  throw error
}

let database: TestDatabase
let pool: Pool
beforeEach(async () => {
  database = await createTestDatabase({ superuser: true })
  pool = database.pool
}, 60_000)
afterEach(() => database.drop())

async function integration(organisationId: string): Promise<BoundOwner> {
  const ownerId = randomUUID()
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
    [ownerId, organisationId, `pasar-${ownerId.slice(0, 8)}`],
  )
  return { organisationId, ownerType: 'integration', ownerId, slug: `pasar-${ownerId.slice(0, 8)}` }
}
const openAll = (keks: KekProvider, owner: BoundOwner): Promise<unknown> =>
  withCredentials(
    createSecrets(keks).vault,
    pool,
    { ...owner, consumer: 'connection.test', purpose: 'test' },
    (values) => ({ ...values }),
  )

describe('the master key', () => {
  it('T2: changes while everything stays readable, and opens nothing of a copy from before', async () => {
    const before = holding('old', 'old')
    const owners: BoundOwner[] = []
    for (let n = 0; n < 12; n += 1) {
      const owner = await integration(await newOrganisation(pool))
      await save(pool, createSecrets(before).vault, owner, { key: set(`rahasia-${n}`) })
      owners.push(owner)
    }
    const { audit } = createSecrets(before)
    await transaction(pool, (tx) =>
      audit.record(tx, {
        organisationId: owners[0]!.organisationId,
        actor: { type: 'system' },
        action: 'shop.import',
        target: { type: 'shop', id: 's' },
        outcome: 'ok',
      }),
    )
    await verifyMasterKeys(autocommit(pool), before)
    const copy = (await pool.query('select id, wrapped, kek_id from cred_keys')).rows

    const both = holding('old', 'old', 'new')
    await verifyMasterKeys(autocommit(pool), both)
    const id = await transaction(pool, (tx) =>
      startMasterRotation(tx, both, { toKek: 'new', requestedBy: null }),
    )
    await runMasterRotation({ pool }, both, id)
    expect(await readRotation(autocommit(pool), id)).toMatchObject({ state: 'done', total: 13, done: 13 })
    expect(await wrappedBy(autocommit(pool))).toEqual([{ kekId: 'new', keys: 13 }])

    const after = holding('new', 'new')
    await verifyMasterKeys(autocommit(pool), after)
    for (const [n, owner] of owners.entries())
      expect(await openAll(after, owner)).toEqual({ key: `rahasia-${n}` })
    const next = await integration(await newOrganisation(pool))
    await save(pool, createSecrets(both).vault, next, { key: set('sesudahnya') })
    expect(await openAll(after, next)).toEqual({ key: 'sesudahnya' })

    // A copy from before the change, and only the new master key.
    for (const row of copy)
      await pool.query('update cred_keys set wrapped = $2, kek_id = $3 where id = $1', [
        row.id,
        row.wrapped,
        row.kek_id,
      ])
    for (const owner of owners)
      await expect(openAll(after, owner)).rejects.toMatchObject({ reason: 'wrong_key' })
  })

  it('tells the operator when the old one is not at hand, and when the change has gone through after all', async () => {
    const both = holding('old', 'old', 'new')
    const operator = await newOrganisation(pool)
    await save(pool, createSecrets(holding('old', 'old')).vault, await integration(operator), {
      key: set('rahasia'),
    })
    const id = await transaction(pool, (tx) =>
      startMasterRotation(tx, both, { toKek: 'new', requestedBy: null }),
    )
    const carry = (keks: KekProvider): Promise<void> =>
      carryRotation({ pool, vault: createSecrets(both).vault }, keks, id, new AbortController().signal)
    const told = async (): Promise<unknown[]> =>
      (
        await pool.query(
          `select organisation_id as organisation, recovered_at is not null as over from notice_incidents
           where kind = 'key.rotation-failed'`,
        )
      ).rows
    for (let n = 0; n < 2; n += 1)
      await expect(carry(holding('new', 'new'))).rejects.toMatchObject({ reason: 'wrong_key' })
    expect(await told()).toMatchObject([{ organisation: operator, over: false }])
    await carry(both)
    expect(await told()).toMatchObject([{ organisation: operator, over: true }])
  })

  it('is not changed before every running process holds the new one', async () => {
    const both = holding('old', 'old', 'new')
    const tx = autocommit(pool)
    const stop = await announceKeys(pool, 'worker', holding('old', 'old'), fail)
    const stopWeb = await announceKeys(pool, 'web', both, fail)
    const start = (): Promise<string> =>
      transaction(pool, (inside) => startMasterRotation(inside, both, { toKek: 'new', requestedBy: null }))
    await expect(start()).rejects.toMatchObject({ code: 'not_everywhere' })
    expect(await tx.query('select * from vault_settings')).toEqual([])
    await stop()
    await start()
    await expect(start()).rejects.toMatchObject({ code: 'already_running' })
    await expect(startMasterRotation(tx, both, { toKek: 'nobody', requestedBy: null })).rejects.toMatchObject(
      { code: 'unknown_key' },
    )
    await stopWeb()
  })
})

describe('an organisation’s key', () => {
  const keks = holding('old', 'old')
  const kanal = () => ({ pool, ...createSecrets(keks) })

  async function stocked(count: number): Promise<{ organisationId: string; owners: BoundOwner[] }> {
    const organisationId = await newOrganisation(pool)
    const { vault } = kanal()
    const owners = await Promise.all(Array.from({ length: count }, () => integration(organisationId)))
    for (const [n, owner] of owners.entries()) {
      await save(pool, vault, owner, { key: set(`lama-${n}`), push: set(`dorong-${n}`) })
      await save(pool, vault, owner, { key: set(`baru-${n}`) })
    }
    return { organisationId, owners }
  }
  const start = (organisationId: string): Promise<string> =>
    changeOrganisationKey(kanal(), organisationId, { actor: { type: 'system' } })
  const sealedWith = async (organisationId: string): Promise<string[]> =>
    (
      await pool.query(
        `select distinct k.state from cred_values v join cred_keys k on uuid_send(k.id) = substr(v.envelope, 7, 16)
         where v.organisation_id = $1 order by 1`,
        [organisationId],
      )
    ).rows.map(({ state }) => state as string)

  it('changes under readers and writers: no read fails, no edit is lost', async () => {
    const { organisationId, owners } = await stocked(80)
    const id = await start(organisationId)
    const running = { busy: true, reads: 0, edits: 0 }
    const reader = (async () => {
      while (running.busy) {
        const owner = owners[running.reads % owners.length]!
        expect(await openAll(keks, owner)).toHaveProperty('push')
        running.reads += 1
      }
    })()
    const { vault } = kanal()
    const writer = (async () => {
      while (running.busy) {
        await save(pool, vault, owners[running.edits % owners.length]!, { key: set(`edit-${running.edits}`) })
        running.edits += 1
      }
    })()
    expect(await runOrganisationRotation(kanal(), id)).toBe(true)
    running.busy = false
    await Promise.all([reader, writer])
    expect(running.reads).toBeGreaterThan(0)
    expect(running.edits).toBeGreaterThan(0)
    expect(await sealedWith(organisationId)).toEqual(['active'])
    const retired = await retireOldKeys(autocommit(pool), organisationId)
    expect(retired).toMatchObject([{ version: 1 }])
    for (const [n, owner] of owners.entries()) {
      const last = Math.floor((running.edits - 1 - n) / owners.length) * owners.length + n
      const key = n < running.edits ? `edit-${last}` : `baru-${n}`
      expect(await openAll(keks, owner)).toEqual({ key, push: `dorong-${n}` })
    }
  }, 60_000)

  it('goes on where it was stopped', async () => {
    const { organisationId, owners } = await stocked(100)
    const id = await start(organisationId)
    const stop = new AbortController()
    const watch = setInterval(() => {
      void readRotation(autocommit(pool), id).then((now) => {
        if (now && now.done > 0) stop.abort()
      })
    }, 2)
    await runOrganisationRotation(kanal(), id, { signal: stop.signal }).catch(() => undefined)
    clearInterval(watch)
    const paused = await readRotation(autocommit(pool), id)
    expect(paused?.done).toBeGreaterThan(0)
    await runOrganisationRotation(kanal(), id)
    expect(await readRotation(autocommit(pool), id)).toMatchObject({ state: 'done', done: 300, total: 300 })
    expect(await openAll(keks, owners[7]!)).toEqual({ key: 'baru-7', push: 'dorong-7' })
  }, 60_000)

  it('waits for a value that is being sealed, and takes it along', async () => {
    const { organisationId, owners } = await stocked(1)
    const id = await start(organisationId)
    const { vault } = kanal()
    const client = await pool.connect()
    await client.query('begin')
    const tx = {
      query: async (text: string, values?: readonly unknown[]) =>
        (await client.query(text, values as unknown[])).rows,
    }
    await vault.keys.withActive(tx, organisationId, () => undefined)
    let isDone = false
    const rotating = runOrganisationRotation(kanal(), id).then(() => (isDone = true))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(isDone).toBe(false)
    await client.query('commit')
    client.release()
    await rotating
    expect(await sealedWith(organisationId)).toEqual(['active'])
    expect(await openAll(keks, owners[0]!)).toHaveProperty('key', 'baru-0')
  })

  it('keeps the old key for a value that does not open, and says so', async () => {
    const { organisationId, owners } = await stocked(3)
    const client = await pool.connect()
    await client.query("set session_replication_role = 'replica'")
    await client.query(
      `update cred_values set envelope = set_byte(envelope, 60, get_byte(envelope, 60) # 1)
       where owner_id = $1 and field = 'push'`,
      [owners[0]!.ownerId],
    )
    await client.query("set session_replication_role = 'origin'")
    client.release()
    const id = await start(organisationId)
    expect(await runOrganisationRotation(kanal(), id)).toBe(false)
    expect(await readRotation(autocommit(pool), id)).toMatchObject({ state: 'failed', error: 'unreadable:1' })
    expect(await retireOldKeys(autocommit(pool), organisationId)).toEqual([])
    expect(await openAll(keks, owners[1]!)).toEqual({ key: 'baru-1', push: 'dorong-1' })
    const told = async (): Promise<unknown[]> =>
      (
        await pool.query(
          `select organisation_id as organisation, params -> 'why' ->> 'en' as why, recovered_at is not null as over
           from notice_incidents where kind = 'key.rotation-failed'`,
        )
      ).rows
    const why = '1 stored values could not be opened, so they stay with the old key.'
    expect(await told()).toEqual([{ organisation: organisationId, why, over: false }])
    // Entered again, and gone from the history: the next change goes through, and that is told too.
    await pool.query('select kanal_vault_purge($1, $2, $3, null)', [
      organisationId,
      'integration',
      owners[0]!.ownerId,
    ])
    await save(pool, kanal().vault, owners[0]!, { push: set('diisi-lagi') })
    await pool.query('select kanal_vault_purge($1, $2, $3, 1000)', [
      organisationId,
      'integration',
      owners[0]!.ownerId,
    ])
    expect(await runOrganisationRotation(kanal(), await start(organisationId))).toBe(true)
    expect(await told()).toEqual([{ organisation: organisationId, why, over: true }])
  })

  it('lets nobody rewrite a value outside a rotation, or anything but its envelope inside one', async () => {
    const { organisationId } = await stocked(1)
    await expect(pool.query('update cred_values set envelope = envelope')).rejects.toThrow('append-only')
    await expect(
      transaction(pool, async (tx) => {
        await tx.query(`select set_config('kanal.vault_reseal', $1, true)`, [organisationId])
        await tx.query('update cred_values set version = version + 1')
      }),
    ).rejects.toThrow('append-only')
  })
})

it('finds the values of a key by their index', async () => {
  await pool.query('set enable_seqscan = off')
  const { rows } = await pool.query(
    'explain select 1 from cred_values where organisation_id = $1 and substr(envelope, 7, 16) = $2 and envelope is not null',
    [randomUUID(), uuidBytes(randomUUID())],
  )
  expect(rows.map((row) => Object.values(row)[0]).join('\n')).toContain('cred_values_by_key')
})
