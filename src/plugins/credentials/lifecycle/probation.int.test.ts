import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AdapterError, type Cause } from '../../../adapters/contract.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { kanalOf, type Kanal } from '../../context.ts'
import { withApp } from '../../marketplaces/app-session.ts'
import { stopShops } from '../../marketplaces/reconnect.ts'
import { openDesk, RIGHT_KEY, set, type Desk } from '../endpoints/testing/desk.ts'
import { Died, everyDeath, mortalPool, type Death } from '../endpoints/testing/fault.ts'
import { withCredentials } from '../read.ts'
import { closeProbations, countRefusal } from './probation.ts'
import { reviewProbation, type Review } from './review.ts'

const NEW_KEY = 'new~key~of~the~seller~0000'
const { signal } = new AbortController()

let desk: Desk
let kanal: Kanal
beforeAll(async () => {
  desk = await openDesk()
  kanal = kanalOf(desk.payload)
})
afterAll(() => desk?.close())
const start = async (): Promise<void> => {
  await desk.pool.query('delete from sync_log')
  await desk.reset()
  await desk.pool.query('truncate notice_incidents cascade')
  await desk.pool.query('select graphile_worker.remove_job($1)', [`credentials.review:${desk.id}`])
}
beforeEach(start)

const owner = () =>
  ({ organisationId: desk.a, ownerType: 'integration', ownerId: desk.id, slug: 'pasar' }) as const
const keyInForce = (): Promise<string | undefined> =>
  withCredentials(
    kanal.vault,
    kanal.pool,
    { ...owner(), consumer: 'connection.test', purpose: 'test' },
    ({ appKey }) => appKey,
  )

/** The old key, then the new one; both passed their test when they were saved. */
async function exchangeKeys(more: object = {}): Promise<void> {
  desk.market.rightKey = RIGHT_KEY
  const first = desk.input({ expectedVersion: 0 })
  expect((await desk.save(desk.people.ownerA, first)).status).toBe(200)
  desk.market.rightKey = NEW_KEY
  const second = desk.input({ expectedVersion: 1, changes: { appKey: set(NEW_KEY) }, ...more })
  expect((await desk.save(desk.people.ownerA, second)).status).toBe(200)
}

/** One call as the worker makes them; the marketplace knows only `rightKey`. */
const call = (reason: Cause | null = null): Promise<string> =>
  withApp(
    kanal,
    { id: desk.id, organisationId: desk.a, marketplace: 'pasar', environment: 'live' },
    { consumer: 'marketplace.call', purpose: 'orders.fetch' },
    ({ session }) => {
      const key = session.credentials.appKey ?? ''
      if (reason !== null) throw new AdapterError({ kind: 'transient', reason, message: 'not now' })
      if (key === desk.market.rightKey) return key
      throw new AdapterError({ kind: 'auth', reason: 'signature_mismatch', message: 'wrong key' })
    },
  )
const refusedCalls = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) await expect(call()).rejects.toThrow('wrong key')
}
const aMinutePasses = () =>
  desk.pool.query(`update cred_probations set refused_at = refused_at - interval '1 minute'`)
const jobs = async (): Promise<number> =>
  Number(
    (
      await desk.pool.query(`select count(*) as n from graphile_worker.jobs where key = $1`, [
        `credentials.review:${desk.id}`,
      ])
    ).rows[0].n,
  )
const review = (): Promise<Review> => reviewProbation(kanal, desk.id, signal)
const state = async () =>
  (
    await desk.pool.query(
      `select state, refusals, minutes, reason from cred_probations where owner_id = $1 order by version desc limit 1`,
      [desk.id],
    )
  ).rows[0] as { state: string; refusals: number; minutes: number; reason: string | null }
const incidents = async (kind: string): Promise<number> =>
  Number(
    (await desk.pool.query('select count(*) as n from notice_incidents where kind = $1', [kind])).rows[0].n,
  )

describe('probation', () => {
  it('goes back by itself when calls with the new key are refused and the old one works', async () => {
    await exchangeKeys()
    await expect(call()).resolves.toBe(NEW_KEY)
    expect(await state()).toMatchObject({ state: 'watching', refusals: 0 })
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(4)
    expect(await jobs()).toBe(0)
    expect(await review()).toBe('nothing')
    await refusedCalls(1)
    expect(await jobs()).toBe(1)
    const since = await desk.auditCount()
    const told = await incidents('credential.reverted')
    expect(await review()).toBe('reverted')
    expect(await keyInForce()).toBe(RIGHT_KEY)
    await expect(call()).resolves.toBe(RIGHT_KEY)
    expect(await desk.integration()).toMatchObject({ status: 'active', version: 3 })
    expect(await state()).toMatchObject({ state: 'reverted', reason: 'signature_mismatch' })
    expect(await desk.audit(since)).toEqual([
      expect.objectContaining({
        organisation_id: desk.a,
        actor_id: null,
        action: 'credential.auto_rollback',
        outcome: 'ok',
        reason: 'restored v1 over v2',
        fields: ['appKey'],
      }),
    ])
    expect(await incidents('credential.reverted')).toBe(told + 1)
    expect(await review()).toBe('nothing')
    expect(await desk.integration()).toMatchObject({ version: 3 })
  })

  it('has shops go on that the new key had stopped, and no others', async () => {
    await exchangeKeys()
    for (const name of ['S1', 'S2', 'S3', 'S4']) await desk.shop(name)
    const idOf = async (name: string): Promise<string> =>
      (await desk.pool.query('select id from shops where external_shop_id = $1', [name])).rows[0].id as string
    const stop = async (
      name: string,
      summary: 'token.refused' | 'token.revoked',
      cause: string,
    ): Promise<void> => {
      const id = await idOf(name)
      await transaction(desk.pool, (tx) => stopShops(tx, kanal, [id], { cause, summary }))
    }
    await stop('S1', 'token.refused', 'token_revoked')
    await stop('S2', 'token.revoked', 'token_revoked')
    await stop('S3', 'token.refused', 'token_expired')
    await desk.pool.query(
      `update sync_log set created_at = created_at - interval '1 hour' where shop_id = (
         select id from shops where external_shop_id = 'S3')`,
    )
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(5)
    expect(await review()).toBe('reverted')
    const { rows } = await desk.pool.query(
      'select external_shop_id as shop, status, status_cause as cause from shops order by 1',
    )
    expect(rows).toEqual([
      { shop: 'S1', status: 'connected', cause: null },
      { shop: 'S2', status: 'reconnect', cause: 'token_revoked' },
      { shop: 'S3', status: 'reconnect', cause: 'token_expired' },
      { shop: 'S4', status: 'connected', cause: null },
    ])
    const open = await desk.pool.query(
      `select dedupe_key as shop from notice_incidents where kind = 'shop.reconnect' and recovered_at is null`,
    )
    expect(open.rows.map(({ shop }) => shop).sort()).toEqual([await idOf('S2'), await idOf('S3')].sort())
  })

  it('has them go on as well when a person goes back', async () => {
    await exchangeKeys()
    await desk.shop('S1')
    const { rows } = await desk.pool.query('select id from shops')
    await transaction(desk.pool, (tx) =>
      stopShops(tx, kanal, [rows[0].id], { cause: 'token_revoked', summary: 'token.refused' }),
    )
    desk.market.rightKey = RIGHT_KEY
    const back = { version: 1, expectedVersion: 2 }
    expect((await desk.call(desk.people.ownerA, 'POST', `/${desk.id}/rollback`, { body: back })).status).toBe(
      200,
    )
    expect((await desk.pool.query('select status from shops')).rows).toEqual([{ status: 'connected' }])
  })

  it('looks after three refusals when they are of different minutes', async () => {
    await exchangeKeys()
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(2)
    await aMinutePasses()
    expect(await jobs()).toBe(0)
    await refusedCalls(1)
    expect(await state()).toMatchObject({ refusals: 3, minutes: 2 })
    expect(await jobs()).toBe(1)
  })

  it('does not go back for an outage, however the provider words it', async () => {
    await exchangeKeys()
    for (const reason of ['tcp_timeout', 'http_5xx_provider_down', 'http_429_rate_limited'] as const)
      for (let i = 0; i < 6; i += 1) await expect(call(reason)).rejects.toThrow('not now')
    expect(await state()).toMatchObject({ refusals: 0 })
    // For a while the provider refuses everything, then nobody can reach it, then all is well.
    desk.market.rightKey = 'nothing~is~right~now~000'
    await refusedCalls(5)
    desk.market.failWith = 'http_5xx_provider_down'
    expect(await review()).toBe('later')
    desk.market.failWith = null
    desk.market.rightKey = NEW_KEY
    expect(await review()).toBe('cleared')
    expect(await state()).toMatchObject({ state: 'watching', refusals: 0 })
    expect(await keyInForce()).toBe(NEW_KEY)
    expect(await desk.integration()).toMatchObject({ version: 2, status: 'active' })
  })

  it('waits when the old key cannot be tested', async () => {
    await exchangeKeys()
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(5)
    desk.market.during = async () => {
      desk.market.during = async () => {
        desk.market.failWith = 'tcp_timeout'
      }
    }
    expect(await review()).toBe('later')
    expect(await keyInForce()).toBe(NEW_KEY)
    desk.market.during = null
    desk.market.failWith = null
    expect(await review()).toBe('reverted')
  })

  it('changes nothing but says so when neither key works', async () => {
    await exchangeKeys()
    desk.market.rightKey = 'a~third~key~0000000000000'
    await refusedCalls(5)
    const told = await incidents('credential.rejected')
    expect(await review()).toBe('failed')
    expect(await keyInForce()).toBe(NEW_KEY)
    expect(await desk.integration()).toMatchObject({
      status: 'failed',
      last_cause: 'signature_mismatch',
      version: 2,
    })
    expect(await state()).toMatchObject({ state: 'failed' })
    expect(await incidents('credential.rejected')).toBe(told + 1)
    expect(await review()).toBe('nothing')
  })

  it('counts calls of the version in force only, and only for fifteen minutes', async () => {
    await exchangeKeys()
    const tx = autocommit(desk.pool)
    for (let i = 0; i < 6; i += 1)
      expect(await countRefusal(tx, { integrationId: desk.id, version: 1, reason: 'x' })).toBe(false)
    await desk.pool.query(`update cred_probations set until = now() - interval '1 second'`)
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(6)
    expect(await state()).toMatchObject({ state: 'watching', refusals: 0 })
    await closeProbations(tx)
    expect(await state()).toMatchObject({ state: 'passed' })
    expect(await review()).toBe('nothing')
  })

  it('watches no first version, and lets a save take the place of a watch', async () => {
    desk.market.rightKey = RIGHT_KEY
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    expect(await state()).toBeUndefined()
    await desk.reset()
    await exchangeKeys()
    desk.market.rightKey = RIGHT_KEY
    await refusedCalls(5)
    const again = desk.input({ expectedVersion: 2, changes: { appKey: set(RIGHT_KEY) } })
    expect((await desk.save(desk.people.ownerA, again)).status).toBe(200)
    expect(await review()).toBe('nothing')
    expect(await desk.integration()).toMatchObject({ version: 3 })
  })

  it(
    'killed at any statement, ends with one return, one row in the trail and one notice',
    { timeout: 300_000 },
    async () => {
      const suspect = async (): Promise<void> => {
        await start()
        await exchangeKeys()
        desk.market.rightKey = RIGHT_KEY
        await refusedCalls(5)
      }
      const run = async (death: Death | null): Promise<string[]> => {
        const mortal = mortalPool(desk.pool, death)
        await reviewProbation({ ...kanal, pool: mortal.pool }, desk.id, signal).catch((error: unknown) => {
          if (!(error instanceof Died)) throw error
        })
        return mortal.statements
      }
      await suspect()
      const steps = await run(null)
      expect(steps).toContain('commit')
      for (const { at, side } of everyDeath(steps)) {
        await suspect()
        const since = await desk.auditCount()
        const told = await incidents('credential.reverted')
        await run({ at, side })
        const where = `${side} step ${at}: ${steps[at - 1]?.slice(0, 60)}`
        expect([NEW_KEY, RIGHT_KEY], where).toContain(await keyInForce())
        await review()
        expect(await keyInForce(), where).toBe(RIGHT_KEY)
        expect(await desk.integration(), where).toMatchObject({ version: 3, status: 'active' })
        expect(
          (await desk.audit(since)).map(({ action }) => action),
          where,
        ).toEqual(['credential.auto_rollback'])
        expect(await incidents('credential.reverted'), where).toBe(told + 1)
      }
    },
  )
})

describe('overlap', () => {
  const overlap = { overlap: { hours: 24 } }
  const until = async () =>
    (
      await desk.pool.query(
        `select overlap_until - now() > interval '23 hours' as whole, overlap_used_at is not null as used
         from cred_heads where owner_id = $1`,
        [desk.id],
      )
    ).rows[0]

  it('uses the new key, and the old one once when the new one is refused', async () => {
    await exchangeKeys(overlap)
    await expect(call()).resolves.toBe(NEW_KEY)
    expect(await until()).toEqual({ whole: true, used: false })
    desk.market.rightKey = RIGHT_KEY
    await expect(call()).resolves.toBe(RIGHT_KEY)
    expect(await until()).toEqual({ whole: true, used: true })
    desk.market.rightKey = 'a~third~key~0000000000000'
    await expect(call()).rejects.toThrow('wrong key')
  })

  it('gives the old key up when its time is over, on demand, and with the next change', async () => {
    for (const end of [
      () => desk.pool.query(`update cred_heads set overlap_until = now() - interval '1 second'`),
      () => desk.call(desk.people.adminA, 'POST', `/${desk.id}/end-overlap`, { body: {} }),
      () =>
        desk.save(desk.people.ownerA, desk.input({ expectedVersion: 2, changes: { appId: set('7001887') } })),
    ]) {
      await desk.reset()
      await exchangeKeys(overlap)
      await end()
      desk.market.rightKey = RIGHT_KEY
      await expect(call()).rejects.toThrow('wrong key')
    }
  })

  it('keeps nothing of another environment', async () => {
    desk.market.rightKey = RIGHT_KEY
    await desk.save(desk.people.ownerA, desk.input({ expectedVersion: 0 }))
    const moved = desk.input({ expectedVersion: 1, environment: 'sandbox', ...overlap })
    expect((await desk.save(desk.people.ownerA, moved)).status).toBe(200)
    expect(await until()).toEqual({ whole: null, used: false })
  })

  it('lasts a week at most', async () => {
    const asked = desk.input({ expectedVersion: 0, overlap: { hours: 169 } })
    expect((await desk.save(desk.people.ownerA, asked)).status).toBe(400)
  })
})
