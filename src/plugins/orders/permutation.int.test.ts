import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { apply, createSeller, message, orderLine, type TestSeller } from '../../../tests/support/stock.ts'
import type { OrderStatus, RemoteOrder } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { checkInvariants } from '../operations/invariants.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

/** All that a seller could tell apart: the order, each line, and the stock. Not the way there. */
async function stateOf(seller: TestSeller): Promise<unknown> {
  const tx = autocommit(db.pool)
  const of = [seller.organisationId]
  return {
    orders: await tx.query(
      `select status, raw_status, status_rank, remote_updated_at, short_quantity, unlinked_quantity from orders
       where organisation_id = $1`,
      of,
    ),
    lines: await tx.query(
      `select external_line_id, quantity - cancelled_quantity as wanted, reserved_quantity, short_quantity,
         shipped_quantity, returned_quantity, handed_over_quantity
       from order_lines where organisation_id = $1 and quantity > cancelled_quantity order by 1`,
      of,
    ),
    stock: await tx.query(
      `select k.code, on_hand, reserved, available from stock_levels s join skus k on k.id = s.sku_id
       where s.organisation_id = $1 order by 1`,
      of,
    ),
  }
}

const statuses: readonly OrderStatus[] = [
  'unpaid',
  'to_ship',
  'arranged',
  'cancel_requested',
  'in_transit',
  'delivered',
  'completed',
  'cancelled',
  'returned',
  'unknown',
]
const lineShape = fc.record({
  present: fc.boolean(),
  quantity: fc.integer({ min: 1, max: 4 }),
  cancelled: fc.integer({ min: 0, max: 4 }),
  returned: fc.integer({ min: 0, max: 2 }),
})
const messageShape = fc.record({
  status: fc.constantFrom(...statuses),
  at: fc.integer({ min: 1, max: 4 }),
  lines: fc.tuple(lineShape, lineShape),
})
// Two messages of one version say the same: the marketplace's clock and status are what versions an order.
const messagesShape = fc.uniqueArray(messageShape, {
  minLength: 1,
  maxLength: 4,
  selector: ({ status, at }) => `${status} ${at}`,
})

type MessageShape = typeof messageShape extends fc.Arbitrary<infer Shape> ? Shape : never

const messagesFor = (seller: TestSeller, shapes: readonly MessageShape[]): RemoteOrder[] =>
  shapes.map(({ status, at, lines }) =>
    message(
      'one',
      status,
      at,
      lines.flatMap((line, index) =>
        line.present
          ? orderLine(seller.skus[index]!, {
              quantity: line.quantity,
              cancelledQuantity: Math.min(line.cancelled, line.quantity),
              returnedQuantity: Math.min(line.returned, line.quantity),
            })
          : [],
      ),
    ),
  )

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      )

it('any messages of an order, in any order and repeated, end in one state', async () => {
  await fc.assert(
    fc.asyncProperty(
      messagesShape,
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
      async (shapes, stock) => {
        const states: unknown[] = []
        for (const order of permutations([...shapes.keys()])) {
          const seller = await createSeller(db.pool, { stock })
          const messages = messagesFor(seller, shapes)
          for (const index of order) {
            await apply(db.pool, seller, messages[index]!)
            await apply(db.pool, seller, messages[index]!)
          }
          for (const index of order) await apply(db.pool, seller, messages[index]!)
          states.push(await stateOf(seller))
        }
        for (const state of states) expect(state).toEqual(states[0])
      },
    ),
    { numRuns: 25 },
  )
  expect((await checkInvariants(autocommit(db.pool))).filter(({ rows }) => rows.length > 0)).toEqual([])
}, 180_000)
