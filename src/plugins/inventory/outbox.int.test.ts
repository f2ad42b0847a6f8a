import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, message, orderLine, type TestSeller } from '../../../tests/support/stock.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { setOnHand } from './levels.ts'
import { acknowledge, claimDue, dropPushes, dueShops, fail, quantityToPublish } from './outbox.ts'

let db: TestDatabase
let tx: Tx
beforeAll(async () => {
  db = await createTestDatabase()
  tx = autocommit(db.pool)
})
afterAll(async () => {
  const broken = (await checkInvariants(tx)).filter(({ rows }) => rows.length > 0)
  await db.drop()
  expect(broken).toEqual([])
})

const hasten = (): Promise<unknown> =>
  tx.query(`update outbox_stock set due_at = now() - interval '1 second'`)
const claim = (shopId: string, worker = 'a') => claimDue(tx, { shopId, limit: 50, leaseSeconds: 30, worker })
const waiting = async (seller: TestSeller): Promise<string[]> =>
  (
    await tx.query<{ listing_id: string }>(
      'select listing_id from outbox_stock where organisation_id = $1 order by 1',
      [seller.organisationId],
    )
  ).map(({ listing_id }) => listing_id)
const count = (seller: TestSeller, quantity: number, id: string, shown?: ReadonlyMap<string, number>) =>
  transaction(db.pool, (t) =>
    setOnHand(t, {
      organisationId: seller.organisationId,
      targets: seller.skus.map((sku) => ({ skuId: sku.id, quantity })),
      cause: { ref: { type: 'test', id }, actor: 'test', reason: 'Hitung ulang' },
      shown,
    }),
  )
/** Every shop has confirmed what it should show, long enough ago for a sale to come after it. */
async function settle(seller: TestSeller): Promise<void> {
  const listings = seller.skus.flatMap(({ listingIds }) => listingIds)
  await acknowledge(tx, await quantityToPublish(tx, listings))
  await tx.query(`update listings set pushed_at = now() - interval '1 minute' where organisation_id = $1`, [
    seller.organisationId,
  ])
}

describe('the queue of numbers to publish', () => {
  it('hands a listing to one worker at a time and forgets it when the shop has confirmed', async () => {
    const seller = await createSeller(db.pool, { shops: 2, stock: [10] })
    await hasten()
    const [first] = seller.shops
    const claimed = await claim(first!.id)
    expect(claimed).toMatchObject([
      { listingId: seller.skus[0]!.listingIds[0], externalItemId: 'item-0', attempts: 0 },
    ])
    expect(await claim(first!.id, 'b')).toEqual([])
    const due = await quantityToPublish(
      tx,
      claimed.map(({ listingId }) => listingId),
    )
    expect(due).toMatchObject([{ quantity: 10, version: 1 }])
    await acknowledge(tx, due)
    expect(await waiting(seller)).toEqual([seller.skus[0]!.listingIds[1]])
    expect(await claim(first!.id)).toEqual([])
  })

  it('claims again when a worker died with the lease', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    await hasten()
    await claim(seller.shops[0]!.id)
    await tx.query(
      `update outbox_stock set lease_until = now() - interval '1 second' where organisation_id = $1`,
      [seller.organisationId],
    )
    expect(await claim(seller.shops[0]!.id, 'b')).toHaveLength(1)
  })

  it('keeps a listing due when its stock moved on while a number was on its way', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    await hasten()
    const [claimed] = await claim(seller.shops[0]!.id)
    const sent = await quantityToPublish(tx, [claimed!.listingId])
    await count(seller, 7, 'moved')
    await acknowledge(tx, sent)
    expect(await waiting(seller)).toHaveLength(1)
    await hasten()
    expect(await claim(seller.shops[0]!.id)).toHaveLength(1)
    const newer = await quantityToPublish(tx, [claimed!.listingId])
    expect(newer).toMatchObject([{ quantity: 7 }])
    await acknowledge(tx, newer)
    await acknowledge(tx, sent)
    const [listing] = await tx.query('select pushed_quantity, pushed_version from listings where id = $1', [
      claimed!.listingId,
    ])
    expect(listing).toEqual({ pushed_quantity: 7, pushed_version: newer[0]!.version })
  })

  it('tells every other shop of a sale, and the shop that sold only when its number may be wrong', async () => {
    const seller = await createSeller(db.pool, { shops: 3, stock: [10] })
    const [origin, second, third] = seller.skus[0]!.listingIds
    const lines = [orderLine(seller.skus[0]!, { quantity: 2 })]
    await settle(seller)
    await apply(db.pool, seller, message('1', 'to_ship', 1, lines))
    expect(await waiting(seller)).toEqual([second!, third!].sort())
    const [told] = await tx.query('select pushed_quantity from listings where id = $1', [origin])
    expect(told).toEqual({ pushed_quantity: 8 })
    await settle(seller)
    // Placed before our last number arrived: that number may have given the sold units back.
    const before = { createdAt: new Date(Date.now() - 120_000) }
    await apply(db.pool, seller, message('2', 'to_ship', 1, lines, before))
    expect(await waiting(seller)).toHaveLength(3)
    await settle(seller)
    await apply(db.pool, seller, message('3', 'to_ship', 1, [orderLine(seller.skus[0]!, { quantity: 50 })]))
    expect(await waiting(seller)).toHaveLength(3)
  })

  it('says nothing when held units are shipped, and tells everyone when they are given back', async () => {
    const seller = await createSeller(db.pool, { shops: 2, stock: [10] })
    const lines = [orderLine(seller.skus[0]!)]
    await apply(db.pool, seller, message('1', 'to_ship', 1, lines))
    await apply(db.pool, seller, message('2', 'to_ship', 1, lines))
    await settle(seller)
    await apply(db.pool, seller, message('1', 'in_transit', 2, lines))
    expect(await waiting(seller)).toEqual([])
    await apply(db.pool, seller, message('2', 'cancelled', 2, lines))
    expect(await waiting(seller)).toHaveLength(2)
  })

  it('does not wait when stock runs out or comes back, and waits a little otherwise', async () => {
    const seller = await createSeller(db.pool, { shops: 1, stock: [10] })
    await settle(seller)
    const state = async () =>
      (
        await tx.query<{ urgent: boolean; wait: number }>(
          `select urgent, extract(epoch from due_at - now())::float as wait from outbox_stock where organisation_id = $1`,
          [seller.organisationId],
        )
      )[0]!
    await count(seller, 9, 'nine')
    expect((await state()).urgent).toBe(false)
    expect((await state()).wait).toBeLessThan(0.31)
    await count(seller, 0, 'zero')
    expect(await state()).toMatchObject({ urgent: true })
    expect((await state()).wait).toBeLessThanOrEqual(0)
  })

  it('sends one listing no more than two numbers for a hundred changes within a second', async () => {
    const seller = await createSeller(db.pool, { shops: 1, stock: [1000] })
    await settle(seller)
    let sent: number[] = []
    let changing = true
    const started = Date.now()
    const worker = (async () => {
      while (changing || (await waiting(seller)).length > 0) {
        for (const { listingId } of await claim(seller.shops[0]!.id)) {
          const due = await quantityToPublish(tx, [listingId])
          sent = [...sent, ...due.map(({ quantity }) => quantity)]
          await acknowledge(tx, due)
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    })()
    for (let index = 1; index <= 100; index += 1) {
      await count(seller, 1000 - index, `change-${index}`)
      const ahead = started + index * 9 - Date.now()
      if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
    }
    const seconds = (Date.now() - started) / 1000
    changing = false
    await worker
    expect(sent.at(-1)).toBe(900)
    expect(sent.length).toBeLessThanOrEqual(1 + Math.ceil(seconds))
  })

  it('backs off after a failure, keeps to it when stock changes, and flags what cannot succeed', async () => {
    const seller = await createSeller(db.pool, { shops: 1, stock: [10] })
    const listingId = seller.skus[0]!.listingIds[0]!
    await hasten()
    await claim(seller.shops[0]!.id)
    await fail(tx, [{ listingId, message: 'Terlalu sering', permanent: false, retryAfterMs: 60_000 }])
    await count(seller, 9, 'nine')
    expect(await claim(seller.shops[0]!.id)).toEqual([])
    const [shop] = (await dueShops(tx)).filter(({ shopId }) => shopId === seller.shops[0]!.id)
    expect(shop!.dueAt.getTime() - Date.now()).toBeGreaterThan(55_000)
    await fail(tx, [{ listingId, message: 'Produk sudah dihapus', permanent: true }])
    expect(await waiting(seller)).toEqual([])
    const [flagged] = await tx.query('select push_error from listings where id = $1', [listingId])
    expect(flagged).toEqual({ push_error: 'Produk sudah dihapus' })
    await count(seller, 8, 'eight')
    expect(await waiting(seller)).toEqual([listingId])
    await acknowledge(tx, await quantityToPublish(tx, [listingId]))
    const [cleared] = await tx.query('select push_error from listings where id = $1', [listingId])
    expect(cleared).toEqual({ push_error: null })
  })

  it('never publishes a SKU nobody has counted, and not back to the shop the count came from', async () => {
    const seller = await createSeller(db.pool, { shops: 2, stock: [5] })
    const [sku] = await tx.query<{ id: string }>(
      `insert into skus (organisation_id, code, code_normalised, product_id)
       select organisation_id, 'NEW', 'NEW', product_id from skus where id = $1 returning id`,
      [seller.skus[0]!.id],
    )
    await settle(seller)
    const [first, second] = seller.skus[0]!.listingIds
    await tx.query('update listings set sku_id = $1 where id = any($2)', [sku!.id, [first, second]])
    expect(await waiting(seller)).toEqual([])
    expect(await quantityToPublish(tx, [first!, second!])).toEqual([])
    const renewed = { ...seller, skus: [{ ...seller.skus[0]!, id: sku!.id }] }
    await count(
      renewed,
      12,
      'first',
      new Map([
        [first!, 12],
        [second!, 3],
      ]),
    )
    expect(await waiting(seller)).toEqual([second])
    await dropPushes(tx, [second!])
    expect(await waiting(seller)).toEqual([second])
    await tx.query(`update listings set status = 'unlisted' where id = $1`, [second])
    await dropPushes(tx, [second!])
    expect(await waiting(seller)).toEqual([])
  })

  it('starts afresh when a listing is linked to another SKU', async () => {
    const seller = await createSeller(db.pool, { stock: [5, 8] })
    const [a, b] = seller.skus
    const listing = a!.listingIds[0]!
    for (let index = 1; index <= 5; index += 1) await count({ ...seller, skus: [a!] }, 5 + index, `n${index}`)
    const underWay = await quantityToPublish(tx, [listing])
    await tx.query('update listings set sku_id = $1 where id = $2', [b!.id, listing])
    await acknowledge(tx, underWay)
    expect(await waiting(seller)).toContain(listing)
    expect(await quantityToPublish(tx, [listing])).toMatchObject([{ quantity: 8, version: 1 }])
    await settle(seller)
    expect(await waiting(seller)).toEqual([])
  })

  it('stays empty when a message is repeated', async () => {
    const seller = await createSeller(db.pool, { shops: 2, stock: [10] })
    const order = message('1', 'to_ship', 1, [orderLine(seller.skus[0]!)])
    await apply(db.pool, seller, order)
    await settle(seller)
    await apply(db.pool, seller, order)
    expect(await waiting(seller)).toEqual([])
  })
})
