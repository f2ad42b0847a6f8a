import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../../../tests/support/payload.ts'
import { registryOf } from '../registry.ts'
import { NONCE_COOKIE } from './consent-cookie.ts'

let app: TestApp
let people: Record<'owner' | 'staff' | 'viewer' | 'stranger', TestUser>
let integrationId: string
let shopId: string

beforeAll(async () => {
  app = await startPayload()
  const home = (await createOrganisation(app, 'Rumah')).id
  const away = (await createOrganisation(app, 'Lain')).id
  people = {
    owner: await createUser(app, 'pemilik', [{ organisation: home, role: 'owner' }]),
    staff: await createUser(app, 'gudang', [{ organisation: home, role: 'staff' }]),
    viewer: await createUser(app, 'pengamat', [{ organisation: home, role: 'viewer' }]),
    stranger: await createUser(app, 'asing', [{ organisation: away, role: 'owner' }]),
  }
  const [adapter] = registryOf(app.config).adapters
  integrationId = randomUUID()
  shopId = randomUUID()
  const { pool } = app.database
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
    [integrationId, home, adapter?.id],
  )
  await pool.query(
    `insert into shops (id, organisation_id, name, marketplace, external_shop_id, integration_id) values ($1, $2, 'Toko', $3, '1', $4)`,
    [shopId, home, adapter?.id, integrationId],
  )
})
afterAll(() => app.stop())

const post = (path: string, as?: TestUser): ReturnType<TestApp['rest']> =>
  app.rest(path, { method: 'POST', as })
const codeOf = ({ body }: { body: Record<string, unknown> }): unknown =>
  (body.problem as { code?: string } | undefined)?.code

describe('who may do what', () => {
  it.each([
    ['consent', 'integrations', ['owner']],
    ['disconnect', 'shops', []],
    ['import', 'shops', []],
    ['warehouse', 'shops', []],
  ])('%s: not signed in 401, strangers 404', async (action, collection) => {
    const path = `/${collection}/${collection === 'shops' ? shopId : integrationId}/${action}`
    expect((await post(path)).status).toBe(401)
    expect((await post(path, people.stranger)).status).toBe(404)
    expect((await post(`/${collection}/x/${action}`, people.owner)).status).toBe(404)
  })

  it('a viewer only looks, staff may import, owners connect', async () => {
    expect((await post(`/shops/${shopId}/import`, people.viewer)).status).toBe(403)
    expect((await post(`/shops/${shopId}/disconnect`, people.staff)).status).toBe(403)
    expect((await post(`/shops/${shopId}/warehouse`, people.staff)).status).toBe(403)
    expect((await post(`/integrations/${integrationId}/consent`, people.staff)).status).toBe(403)
    expect((await app.rest(`/shops/${shopId}/import`, { as: people.viewer })).body).toEqual({ run: null })
  })
})

it('consent without keys says so; the browser is remembered only when there is a link', async () => {
  const answer = await post(`/integrations/${integrationId}/consent`, people.owner)
  expect([answer.status, codeOf(answer)]).toEqual([422, 'keys_missing'])
  expect(answer.headers.get('set-cookie') ?? '').not.toContain(NONCE_COOKIE)
})

it('an import starts once and shows its progress; it needs a connected shop', async () => {
  const first = await post(`/shops/${shopId}/import`, people.staff)
  expect(first.status).toBe(202)
  expect(first.body.run).toMatchObject({ status: 'queued', done: 0, total: null })
  const again = await post(`/shops/${shopId}/import`, people.staff)
  expect((again.body.run as { id: string }).id).toBe((first.body.run as { id: string }).id)
  expect((await app.rest(`/shops/${shopId}/import`, { as: people.viewer })).body.run).toMatchObject({
    status: 'queued',
  })

  for (const _ of [1, 2]) {
    expect((await post(`/shops/${shopId}/disconnect`, people.owner)).body).toEqual({ status: 'disconnected' })
  }
  expect((await app.rest(`/shops/${shopId}/import`, { as: people.viewer })).body.run).toMatchObject({
    status: 'failed',
    error: 'disconnected',
  })
  const refused = await post(`/shops/${shopId}/import`, people.staff)
  expect([refused.status, codeOf(refused)]).toEqual([409, 'not_connected'])
  const { rows } = await app.database.pool.query(
    `select action, actor_label from audit_events where target_id = $1 and outcome = 'ok' order by created_at`,
    [shopId],
  )
  expect(rows).toEqual([
    { action: 'shop.import', actor_label: 'gudang' },
    { action: 'shop.import', actor_label: 'gudang' },
    { action: 'shop.disconnect', actor_label: 'pemilik' },
  ])
})
