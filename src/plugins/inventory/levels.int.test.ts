import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, levelOf, message, orderLine } from '../../../tests/support/stock.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { ensureDefaultLocation } from './default-location.ts'
import { adjust, receive, setOnHand } from './levels.ts'

let db: TestDatabase
let tx: Tx
beforeAll(async () => {
  db = await createTestDatabase()
  tx = autocommit(db.pool)
})
afterAll(() => db.drop())

const cause = (id: string) => ({ ref: { type: 'test', id }, actor: 'user:1', reason: 'Hitung ulang' })

describe('stock', () => {
  it('changes by count, delivery and correction, each once per reference, with who and why', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const sku = seller.skus[0]!
    const { organisationId } = seller
    const of = (quantity: number) => [{ skuId: sku.id, quantity }]
    await transaction(db.pool, (t) => receive(t, { organisationId, targets: of(5), cause: cause('a') }))
    await transaction(db.pool, (t) => receive(t, { organisationId, targets: of(5), cause: cause('a') }))
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 15, version: 2 })
    await transaction(db.pool, (t) => adjust(t, { organisationId, targets: of(-4), cause: cause('b') }))
    const [level] = await transaction(db.pool, (t) =>
      setOnHand(t, { organisationId, targets: of(20), cause: cause('c') }),
    )
    expect(level).toMatchObject({ skuId: sku.id, onHand: 20, reserved: 0, available: 20, delta: 9 })
    const ledger = await tx.query(
      'select type, delta, actor, reason from stock_movements where sku_id = $1 and ref_id <> $2 order by level_version',
      [sku.id, 'first'],
    )
    expect(ledger).toEqual([
      { type: 'receive', delta: 5, actor: 'user:1', reason: 'Hitung ulang' },
      { type: 'adjust', delta: -4, actor: 'user:1', reason: 'Hitung ulang' },
      { type: 'count', delta: 9, actor: 'user:1', reason: 'Hitung ulang' },
    ])
  })

  it('is not counted below what is held, and a refused change leaves nothing behind', async () => {
    const seller = await createSeller(db.pool, { stock: [10, 10] })
    await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(seller.skus[0]!, { quantity: 6 })]))
    const targets = [...seller.skus].reverse().map(({ id }) => ({ skuId: id, quantity: 3 }))
    const change = transaction(db.pool, (t) =>
      setOnHand(t, { organisationId: seller.organisationId, targets, cause: cause('low') }),
    )
    await expect(change).rejects.toMatchObject({ name: 'StockError', code: 'below_reserved' })
    expect(await levelOf(db.pool, seller.skus[1]!)).toMatchObject({ on_hand: 10 })
  })

  it('of another organisation, or in quantities that are none, is refused', async () => {
    const [mine, theirs] = [await createSeller(db.pool), await createSeller(db.pool)]
    const change = (skuId: string, quantity: number) =>
      transaction(db.pool, (t) =>
        setOnHand(t, {
          organisationId: mine.organisationId,
          targets: [{ skuId, quantity }],
          cause: cause('x'),
        }),
      )
    await expect(change(theirs.skus[0]!.id, 1)).rejects.toMatchObject({ code: 'unknown_sku' })
    await expect(change(mine.skus[0]!.id, -1)).rejects.toMatchObject({ code: 'invalid_quantity' })
    await expect(change(mine.skus[0]!.id, 1.5)).rejects.toMatchObject({ code: 'invalid_quantity' })
    const [elsewhere] = await tx.query<{ id: string }>(
      'select id from locations where organisation_id = $1',
      [theirs.organisationId],
    )
    const misplaced = transaction(db.pool, (t) =>
      setOnHand(t, {
        organisationId: mine.organisationId,
        targets: [{ skuId: mine.skus[0]!.id, locationId: elsewhere!.id, quantity: 1 }],
        cause: cause('y'),
      }),
    )
    await expect(misplaced).rejects.toMatchObject({ code: 'unknown_location' })
  })

  it('has one default location however many ask for it at once', async () => {
    const [organisation] = await tx.query<{ id: string }>(
      `insert into organisations (name) values ('Baru') returning id`,
    )
    const ids = await Promise.all(
      Array.from({ length: 8 }, () =>
        transaction(db.pool, (t) => ensureDefaultLocation(t, organisation!.id)),
      ),
    )
    expect(new Set(ids).size).toBe(1)
  })
})

describe('the database itself refuses', () => {
  const refused = (statement: string): Promise<string | undefined> =>
    tx.query(statement).then(
      () => undefined,
      (error: { code?: string }) => error.code,
    )

  it('to rewrite the ledger or an order’s history', async () => {
    const seller = await createSeller(db.pool)
    await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(seller.skus[0]!)]))
    for (const table of ['stock_movements', 'order_events']) {
      expect(await refused(`update ${table} set created_at = now()`)).toBe('42501')
      expect(await refused(`delete from ${table}`)).toBe('42501')
      expect(await refused(`truncate ${table}`)).toBe('42501')
    }
  })

  it('counters below zero, more held than there is, and lines that do not add up', async () => {
    const seller = await createSeller(db.pool)
    const { orderId } = await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(seller.skus[0]!)]))
    const level = `where sku_id = '${seller.skus[0]!.id}'`
    expect(await refused(`update stock_levels set on_hand = -1 ${level}`)).toBe('23514')
    expect(await refused(`update stock_levels set reserved = on_hand + 1 ${level}`)).toBe('23514')
    expect(await refused(`update stock_levels set available = 5 ${level}`)).toBe('428C9')
    expect(await refused(`update order_lines set short_quantity = 1 where order_id = '${orderId}'`)).toBe(
      '23514',
    )
    expect(await refused(`update order_lines set returned_quantity = 1 where order_id = '${orderId}'`)).toBe(
      '23514',
    )
    expect(await refused(`update reservations set quantity = 0 ${level}`)).toBe('23514')
    const again = `insert into reservations (organisation_id, order_line_id, sku_id, location_id, quantity)
      select organisation_id, order_line_id, sku_id, location_id, 1 from reservations ${level}`
    expect(await refused(again)).toBe('23505')
  })

  it('and the invariants name what was broken behind its back', async () => {
    const seller = await createSeller(db.pool)
    await tx.query('update stock_levels set on_hand = on_hand + 1 where sku_id = $1', [seller.skus[0]!.id])
    await tx.query('delete from outbox_stock where organisation_id = $1', [seller.organisationId])
    const broken = (await checkInvariants(tx)).filter(({ rows }) => rows.length > 0).map(({ id }) => id)
    expect(broken).toEqual(['I2', 'I12'])
  })
})
