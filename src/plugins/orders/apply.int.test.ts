import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, levelOf, linesOf, message, orderLine } from '../../../tests/support/stock.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { setOnHand } from '../inventory/levels.ts'
import { checkInvariants } from '../operations/invariants.ts'
import { linkListings } from './link.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(async () => {
  const broken = (await checkInvariants(autocommit(db.pool))).filter(({ rows }) => rows.length > 0)
  await db.drop()
  expect(broken).toEqual([])
})

const nothing = { quantity: 0, reserved: 0, short: 0, shipped: 0, cancelled: 0, returned: 0 }

describe('an order', () => {
  it('holds its units when it is to be shipped, and takes them off when it is', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const sku = seller.skus[0]!
    const lines = [orderLine(sku, { quantity: 3 })]
    const created = await apply(db.pool, seller, message('1', 'to_ship', 1, lines))
    expect(created).toMatchObject({
      outcome: 'created',
      shortQuantity: 0,
      unlinkedQuantity: 0,
      unknownStatus: false,
    })
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 10, reserved: 3, available: 7 })
    expect(await apply(db.pool, seller, message('1', 'in_transit', 2, lines))).toMatchObject({
      outcome: 'updated',
    })
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 7, reserved: 0, available: 7 })
    expect(await linesOf(db.pool, created.orderId)).toEqual([{ ...nothing, quantity: 3, shipped: 3 }])
    await apply(db.pool, seller, message('1', 'completed', 3, lines))
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 7, available: 7 })
  })

  it('takes what there is and records the rest as short', async () => {
    const seller = await createSeller(db.pool, { stock: [2] })
    const applied = await apply(
      db.pool,
      seller,
      message('1', 'to_ship', 1, [orderLine(seller.skus[0]!, { quantity: 5 })]),
    )
    expect(applied.shortQuantity).toBe(3)
    expect(await linesOf(db.pool, applied.orderId)).toEqual([
      { ...nothing, quantity: 5, reserved: 2, short: 3 },
    ])
  })

  it('gives units back when it is cancelled, but not after they left', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const sku = seller.skus[0]!
    const lines = [orderLine(sku, { quantity: 4 })]
    const early = await apply(db.pool, seller, message('early', 'to_ship', 1, lines))
    await apply(db.pool, seller, message('early', 'cancelled', 2, lines))
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 10, reserved: 0 })
    expect(await linesOf(db.pool, early.orderId)).toEqual([{ ...nothing, quantity: 4, cancelled: 4 }])
    const late = await apply(db.pool, seller, message('late', 'in_transit', 1, lines))
    await apply(db.pool, seller, message('late', 'cancelled', 2, lines))
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 6, reserved: 0 })
    expect(await linesOf(db.pool, late.orderId)).toEqual([{ ...nothing, quantity: 4, shipped: 4 }])
  })

  it('first heard of when shipped takes what is on hand, never below zero', async () => {
    const seller = await createSeller(db.pool, { stock: [3] })
    const sku = seller.skus[0]!
    const applied = await apply(
      db.pool,
      seller,
      message('1', 'delivered', 1, [orderLine(sku, { quantity: 5 })]),
    )
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 0, reserved: 0 })
    expect(await linesOf(db.pool, applied.orderId)).toEqual([
      { ...nothing, quantity: 5, shipped: 3, short: 2 },
    ])
    await transaction(db.pool, (tx) =>
      setOnHand(tx, {
        organisationId: seller.organisationId,
        targets: [{ skuId: sku.id, quantity: 9 }],
        cause: { ref: { type: 'test', id: 'more' }, actor: 'test', reason: 'Barang datang' },
      }),
    )
    await apply(db.pool, seller, message('1', 'completed', 2, [orderLine(sku, { quantity: 5 })]))
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 9, reserved: 0 })
  })

  it('that left before the stock was first counted is not taken off the count', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const old = message('1', 'completed', -7 * 86_400, [orderLine(seller.skus[0]!, { quantity: 2 })])
    expect((await apply(db.pool, seller, old)).outcome).toBe('created')
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ on_hand: 10, reserved: 0 })
  })

  it('holds nothing while unpaid when the shop says so', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const shop = { ...seller.shops[0]!, reserveUnpaid: false }
    await autocommit(db.pool).query('update shops set reserve_unpaid = false where id = $1', [shop.id])
    const lines = [orderLine(seller.skus[0]!, { quantity: 2 })]
    const unpaid = await apply(db.pool, seller, message('1', 'unpaid', 1, lines), shop)
    expect(unpaid.shortQuantity).toBe(0)
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 0 })
    await apply(db.pool, seller, message('1', 'to_ship', 2, lines), shop)
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 2 })
  })

  it('follows a partial cancellation, a larger quantity, a new line and a line that vanished', async () => {
    const seller = await createSeller(db.pool, { stock: [10, 10] })
    const [a, b] = seller.skus
    const first = await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(a!, { quantity: 5 })]))
    await apply(
      db.pool,
      seller,
      message('1', 'to_ship', 2, [orderLine(a!, { quantity: 5, cancelledQuantity: 2 })]),
    )
    expect(await levelOf(db.pool, a!)).toMatchObject({ reserved: 3 })
    await apply(
      db.pool,
      seller,
      message('1', 'to_ship', 3, [orderLine(a!, { quantity: 7 }), orderLine(b!, { quantity: 1 })]),
    )
    expect(await levelOf(db.pool, a!)).toMatchObject({ reserved: 7 })
    expect(await levelOf(db.pool, b!)).toMatchObject({ reserved: 1 })
    await apply(db.pool, seller, message('1', 'arranged', 4, [orderLine(b!, { quantity: 1 })]))
    expect(await levelOf(db.pool, a!)).toMatchObject({ reserved: 0 })
    expect(await linesOf(db.pool, first.orderId)).toEqual([
      { ...nothing, quantity: 7, cancelled: 7 },
      { ...nothing, quantity: 1, reserved: 1 },
    ])
  })

  it('records returned units without putting them back on the shelf', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const sku = seller.skus[0]!
    const order = await apply(
      db.pool,
      seller,
      message('1', 'delivered', 1, [orderLine(sku, { quantity: 3 })]),
    )
    await apply(
      db.pool,
      seller,
      message('1', 'returned', 2, [orderLine(sku, { quantity: 3, returnedQuantity: 2 })]),
    )
    expect(await linesOf(db.pool, order.orderId)).toEqual([
      { ...nothing, quantity: 3, shipped: 3, returned: 2 },
    ])
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 7 })
  })

  it('keeps its state when an older message comes late, and a final state against any open one', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const lines = [orderLine(seller.skus[0]!, { quantity: 1 })]
    await apply(db.pool, seller, message('1', 'arranged', 5, lines))
    expect((await apply(db.pool, seller, message('1', 'to_ship', 4, lines))).outcome).toBe('stale')
    expect((await apply(db.pool, seller, message('1', 'arranged', 5, lines))).outcome).toBe('unchanged')
    await apply(db.pool, seller, message('1', 'cancelled', 6, lines))
    expect((await apply(db.pool, seller, message('1', 'to_ship', 7, lines))).outcome).toBe('stale')
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 0 })
  })

  it('with a status we do not know changes no stock and keeps the raw word', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const lines = [orderLine(seller.skus[0]!, { quantity: 1 })]
    const { orderId } = await apply(db.pool, seller, message('1', 'to_ship', 1, lines))
    const odd = message('1', 'unknown', 2, lines, { rawStatus: 'FRAUD_CHECK' })
    expect(await apply(db.pool, seller, odd)).toMatchObject({ outcome: 'stale', unknownStatus: true })
    await apply(db.pool, seller, odd)
    const events = await autocommit(db.pool).query(
      `select raw_status from order_events where order_id = $1 and to_status = 'unknown'`,
      [orderId],
    )
    expect(events).toEqual([{ raw_status: 'FRAUD_CHECK' }])
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 1 })
    const fresh = message('2', 'unknown', 1, lines, { rawStatus: 'FRAUD_CHECK' })
    expect(await apply(db.pool, seller, fresh)).toMatchObject({ outcome: 'created', unknownStatus: true })
    expect((await apply(db.pool, seller, message('2', 'to_ship', 0, lines))).outcome).toBe('updated')
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 2 })
  })

  it('gives what it frees to the open order that must ship first', async () => {
    const seller = await createSeller(db.pool, { stock: [2] })
    const sku = seller.skus[0]!
    const lines = [orderLine(sku, { quantity: 2 })]
    await apply(db.pool, seller, message('holder', 'to_ship', 1, lines))
    const due = (hours: number) => ({ shipBy: new Date(Date.now() + hours * 3_600_000) })
    const late = await apply(db.pool, seller, message('late', 'to_ship', 1, [orderLine(sku)], due(48)))
    const soon = await apply(db.pool, seller, message('soon', 'to_ship', 1, lines, due(5)))
    await apply(db.pool, seller, message('holder', 'cancelled', 2, lines))
    expect(await linesOf(db.pool, soon.orderId)).toEqual([{ ...nothing, quantity: 2, reserved: 2 }])
    expect(await linesOf(db.pool, late.orderId)).toEqual([{ ...nothing, quantity: 1, short: 1 }])
    await transaction(db.pool, (tx) =>
      setOnHand(tx, {
        organisationId: seller.organisationId,
        targets: [{ skuId: sku.id, quantity: 5 }],
        cause: { ref: { type: 'test', id: 'more' }, actor: 'test', reason: 'Barang datang' },
      }),
    )
    expect(await linesOf(db.pool, late.orderId)).toEqual([{ ...nothing, quantity: 1, reserved: 1 }])
    expect(await levelOf(db.pool, sku)).toMatchObject({ on_hand: 5, reserved: 3 })
  })

  it('holds from a second warehouse what the default one lacks, and ships from where it held', async () => {
    const seller = await createSeller(db.pool, { stock: [2] })
    const sku = seller.skus[0]!
    const [second] = await autocommit(db.pool).query<{ id: string }>(
      `insert into locations (organisation_id, code, name) values ($1, 'DUA', 'Gudang dua') returning id`,
      [seller.organisationId],
    )
    await transaction(db.pool, (tx) =>
      setOnHand(tx, {
        organisationId: seller.organisationId,
        targets: [{ skuId: sku.id, locationId: second!.id, quantity: 4 }],
        cause: { ref: { type: 'test', id: 'second' }, actor: 'test', reason: 'Stok awal' },
      }),
    )
    const lines = [orderLine(sku, { quantity: 5 })]
    expect((await apply(db.pool, seller, message('1', 'to_ship', 1, lines))).shortQuantity).toBe(0)
    await apply(
      db.pool,
      seller,
      message('1', 'to_ship', 2, [orderLine(sku, { quantity: 5, cancelledQuantity: 1 })]),
    )
    await apply(
      db.pool,
      seller,
      message('1', 'in_transit', 3, [orderLine(sku, { quantity: 5, cancelledQuantity: 1 })]),
    )
    const left = await autocommit(db.pool).query(
      'select on_hand, reserved from stock_levels where sku_id = $1 order by on_hand',
      [sku.id],
    )
    expect(left).toEqual([
      { on_hand: 0, reserved: 0 },
      { on_hand: 2, reserved: 0 },
    ])
  })

  it('waits for its listing to be linked and then holds its units', async () => {
    const seller = await createSeller(db.pool, { stock: [10], linked: false })
    const sku = seller.skus[0]!
    const order = await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(sku, { quantity: 3 })]))
    expect(order).toMatchObject({ shortQuantity: 0, unlinkedQuantity: 3 })
    const gone = await apply(
      db.pool,
      seller,
      message('2', 'in_transit', 1, [orderLine(sku, { quantity: 1 })]),
    )
    const linked = await transaction(db.pool, (tx) =>
      linkListings(tx, { organisationId: seller.organisationId }),
    )
    expect(linked).toEqual({ listings: 1, lines: 1 })
    expect(await linesOf(db.pool, order.orderId)).toEqual([{ ...nothing, quantity: 3, reserved: 3 }])
    expect(await linesOf(db.pool, gone.orderId)).toEqual([{ ...nothing, quantity: 1, short: 1 }])
    const [after] = await autocommit(db.pool).query('select unlinked_quantity from orders where id = $1', [
      order.orderId,
    ])
    expect(after).toEqual({ unlinked_quantity: 0 })
    const again = await transaction(db.pool, (tx) =>
      linkListings(tx, { organisationId: seller.organisationId }),
    )
    expect(again).toEqual({ listings: 0, lines: 0 })
  })

  it('of an item not imported yet finds its SKU by code', async () => {
    const seller = await createSeller(db.pool, { stock: [10] })
    const line = orderLine(seller.skus[0]!, { externalItemId: 'new-item', sellerSku: ' sku-0 ' })
    expect(await apply(db.pool, seller, message('1', 'to_ship', 1, [line]))).toMatchObject({
      unlinkedQuantity: 0,
    })
    expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ reserved: 1 })
  })

  it('may carry a NUL in a note', async () => {
    const seller = await createSeller(db.pool)
    const order = message('1', 'to_ship', 1, [orderLine(seller.skus[0]!)], {
      buyer: { name: 'Bu\0di', note: 'a\\u0000b' },
    })
    const { orderId } = await apply(db.pool, seller, order)
    const [row] = await autocommit(db.pool).query('select buyer_name, buyer_note from orders where id = $1', [
      orderId,
    ])
    expect(row).toEqual({ buyer_name: 'Budi', buyer_note: 'a\\u0000b' })
  })
})
