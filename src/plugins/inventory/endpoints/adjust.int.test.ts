import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import {
  apply,
  createSeller,
  levelOf,
  message,
  orderLine,
  type TestSeller,
} from '../../../../tests/support/stock.ts'
import { adjustEndpoint } from './adjust.ts'

let db: TestDatabase
let seller: TestSeller
beforeAll(async () => {
  db = await createTestDatabase()
  process.env.DATABASE_URL = db.url
  seller = await createSeller(db.pool, { stock: [10] })
})
afterAll(() => db.drop())

const post = async (body: unknown, role?: string, organisation = seller.organisationId) => {
  const response = (await adjustEndpoint.handler({
    user: role ? { collection: 'users', id: randomUUID(), memberships: [{ organisation, role }] } : null,
    headers: new Headers({ 'content-type': 'application/json' }),
    body: new Response(JSON.stringify(body)).body,
    payload: { db: { pool: db.pool }, config: { csrf: [] } },
  } as unknown as PayloadRequest)) as Response
  return { status: response.status, body: (await response.json()) as Record<string, never> }
}

it('changes stock for warehouse staff, once per press', async () => {
  const body = { skuId: seller.skus[0]!.id, quantity: 25, reason: ' Hitung ulang ', requestId: randomUUID() }
  expect(await post(body, 'staff')).toMatchObject({ status: 200, body: { level: { onHand: 25, delta: 15 } } })
  expect(await post(body, 'staff')).toMatchObject({ status: 200, body: { level: { onHand: 25, delta: 0 } } })
})

it('says no to viewers, strangers and visitors in the same words', async () => {
  const body = { skuId: seller.skus[0]!.id, quantity: 1, reason: 'x' }
  expect((await post(body, 'viewer')).status).toBe(403)
  expect((await post(body, 'owner', randomUUID())).status).toBe(403)
  expect((await post({ ...body, skuId: randomUUID() }, 'owner')).body.problem).toEqual(
    (await post(body, 'viewer')).body.problem,
  )
  expect((await post(body)).status).toBe(401)
  expect(await levelOf(db.pool, seller.skus[0]!)).toMatchObject({ on_hand: 25 })
})

it('explains what is wrong in both languages', async () => {
  expect(await post({ skuId: seller.skus[0]!.id, quantity: 1.5, reason: '' }, 'owner')).toMatchObject({
    status: 400,
  })
  await apply(db.pool, seller, message('1', 'to_ship', 1, [orderLine(seller.skus[0]!, { quantity: 20 })]))
  const { status, body } = await post({ skuId: seller.skus[0]!.id, quantity: 5, reason: 'Hilang' }, 'admin')
  expect(status).toBe(422)
  expect(body).toMatchObject({ problem: { code: 'below_reserved', what: { id: 'Stok tidak diubah.' } } })
})
