import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collections, tenantCollections } from '../../src/collections/index.ts'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../support/payload.ts'

/**
 * Two organisations, every collection, REST and GraphQL: nobody reads or writes across (threat T20).
 */
let app: TestApp
let own: string
let foreign: string
const people: Record<string, TestUser> = {}
/** A document of the foreign organisation in every tenant collection. */
const foreignDocuments: Record<string, string> = {}

async function seedForeign(organisation: string): Promise<void> {
  const insert = async (slug: string, text: string, values: unknown[] = []): Promise<string> => {
    const { rows } = await app.database.pool.query<{ id: string }>(`${text} returning id`, [
      organisation,
      ...values,
    ])
    const id = rows[0]?.id ?? ''
    foreignDocuments[slug] = id
    return id
  }
  const integration = await insert(
    'integrations',
    `insert into integrations (organisation_id, marketplace, environment, status) values ($1, 'pasar', 'live', 'active')`,
  )
  const shop = await insert(
    'shops',
    `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id)
     values ($1, 'Rahasia toko', 'pasar', '900', $2)`,
    [integration],
  )
  const product = await insert(
    'products',
    `insert into products (organisation_id, title) values ($1, 'Rahasia produk')`,
  )
  const sku = await insert(
    'skus',
    `insert into skus (organisation_id, product_id, code, code_normalised) values ($1, $2, 'RAHASIA', 'RAHASIA')`,
    [product],
  )
  const location = await insert(
    'locations',
    `insert into locations (organisation_id, code, name) values ($1, 'RHS', 'Rahasia gudang')`,
  )
  await insert('media', `insert into media (organisation_id, alt) values ($1, 'Rahasia gambar')`)
  const listing = await insert(
    'listings',
    `insert into listings (organisation_id, shop_id, title, external_item_id, external_variant_id, sku_id)
     values ($1, $2, 'Rahasia listing', '1', '', $3)`,
    [shop, sku],
  )
  await insert(
    'stock-levels',
    `insert into stock_levels (organisation_id, sku_id, location_id) values ($1, $2, $3)`,
    [sku, location],
  )
  const order = await insert(
    'orders',
    `insert into orders (organisation_id, shop_id, external_order_id, marketplace, status, raw_status, status_rank,
       remote_updated_at, placed_at, total)
     values ($1, $2, 'RAHASIA-1', 'pasar', 'unknown', 'X', 0, now(), now(), 1)`,
    [shop],
  )
  const line = await insert(
    'order-lines',
    `insert into order_lines (organisation_id, order_id, external_line_id, external_item_id, external_variant_id, title,
       quantity, short_quantity, unit_price)
     values ($1, $2, '1', '1', '', 'Rahasia barang', 1, 1, 1)`,
    [order],
  )
  await insert(
    'order-events',
    `insert into order_events (organisation_id, order_id, sequence, to_status, source)
     values ($1, $2, 1, 'unknown', 'webhook')`,
    [order],
  )
  await insert(
    'stock-movements',
    `insert into stock_movements (organisation_id, sku_id, location_id, bucket, delta, type, ref_type, ref_id, level_version)
     values ($1, $2, $3, 'on_hand', 1, 'adjust', 'test', 'x', 1)`,
    [sku, location],
  )
  await insert(
    'reservations',
    `insert into reservations (organisation_id, sku_id, location_id, order_line_id, quantity, status)
     values ($1, $2, $3, $4, 1, 'released')`,
    [sku, location, line],
  )
  await insert(
    'webhook-inbox',
    `insert into webhook_inbox (organisation_id, received_at, marketplace, integration_id, event_key, topic, processed_at)
     values ($1, now(), 'pasar', $2, 'k', 'order', now())`,
    [integration],
  )
  await insert(
    'sync-log',
    `insert into sync_log (organisation_id, shop_id, listing_id, kind, result, summary)
     values ($1, $2, $3, 'order', 'ok', 'Rahasia catatan')`,
    [shop, listing],
  )
  await insert(
    'audit-events',
    `insert into audit_events (organisation_id, actor_type, action, target_type, outcome)
     values ($1, 'system', 'credential.test', 'integration', 'ok')`,
  )
}

beforeAll(async () => {
  app = await startPayload()
  own = (await createOrganisation(app, 'Milik sendiri')).id
  foreign = (await createOrganisation(app, 'Milik orang lain')).id
  for (const role of ['owner', 'admin', 'staff', 'viewer'] as const) {
    people[role] = await createUser(app, role, [{ organisation: own, role }])
  }
  people.both = await createUser(app, 'both', [
    { organisation: own, role: 'owner' },
    { organisation: foreign, role: 'viewer' },
  ])
  people.stranger = await createUser(app, 'stranger', [{ organisation: foreign, role: 'owner' }])
  people.nobody = await createUser(app, 'nobody', [])
  await seedForeign(foreign)
})
afterAll(async () => {
  await app?.stop()
})

describe('T20: documents of another organisation', () => {
  it('covers every collection that belongs to an organisation', () => {
    expect(Object.keys(foreignDocuments).sort()).toEqual([...tenantCollections].sort())
  })

  for (const slug of tenantCollections) {
    it.each(['owner', 'admin', 'staff', 'viewer', 'nobody'])(
      `${slug}: unseen and untouched by %s`,
      async (role) => {
        const as = people[role]
        const id = foreignDocuments[slug]
        const list = await app.rest(`/${slug}?limit=100`, { as })
        expect(JSON.stringify(list.body)).not.toContain(String(id))
        expect([200, 403]).toContain(list.status)
        expect((await app.rest(`/${slug}/${id}`, { as })).status).toBeGreaterThanOrEqual(403)
        const patch = await app.rest(`/${slug}/${id}`, {
          as,
          method: 'PATCH',
          body: JSON.stringify({ title: 'x', name: 'x' }),
        })
        expect(patch.status).toBeGreaterThanOrEqual(403)
        expect((await app.rest(`/${slug}/${id}`, { as, method: 'DELETE' })).status).toBeGreaterThanOrEqual(
          403,
        )
      },
    )

    it(`${slug}: nothing for someone who is not signed in`, async () => {
      const { status, body } = await app.rest(`/${slug}?limit=100`)
      expect(status).toBe(403)
      expect(JSON.stringify(body)).not.toContain(String(foreignDocuments[slug]))
    })
  }

  it('cannot be created there, nor moved there, by REST', async () => {
    const created = await app.rest('/products', {
      as: people.owner,
      method: 'POST',
      body: JSON.stringify({ title: 'Titipan', organisation: foreign }),
    })
    expect(created.status).toBeGreaterThanOrEqual(400)
    const mine = await app.rest('/products', {
      as: people.owner,
      method: 'POST',
      body: JSON.stringify({ title: 'Punya saya', organisation: own }),
    })
    expect(mine.status).toBe(201)
    const { doc } = mine.body as { doc: { id: string } }
    await app.rest(`/products/${doc.id}`, {
      as: people.owner,
      method: 'PATCH',
      body: JSON.stringify({ organisation: foreign }),
    })
    const { rows } = await app.database.pool.query('select organisation_id from products where id = $1', [
      doc.id,
    ])
    expect(rows).toEqual([{ organisation_id: own }])
  })

  it('a role counts only in its own organisation', async () => {
    const created = await app.rest('/products', {
      as: people.both,
      method: 'POST',
      body: JSON.stringify({ title: 'Pengamat menulis', organisation: foreign }),
    })
    expect(created.status).toBe(403)
    const patched = await app.rest(`/products/${foreignDocuments.products}`, {
      as: people.both,
      method: 'PATCH',
      body: JSON.stringify({ title: 'Diubah pengamat' }),
    })
    expect(patched.status).toBeGreaterThanOrEqual(403)
    expect((await app.rest(`/products/${foreignDocuments.products}`, { as: people.both })).status).toBe(200)
  })

  it('cannot be linked to from one of ours', async () => {
    const linked = await app.rest('/skus', {
      as: people.owner,
      method: 'POST',
      body: JSON.stringify({ code: 'TAUT', product: foreignDocuments.products, organisation: own }),
    })
    expect(linked.status).toBeGreaterThanOrEqual(400)
  })

  it('cannot be reached by filters, sorting or joins', async () => {
    for (const query of [
      `/products?where[organisation][equals]=${foreign}`,
      `/skus?where[product.title][equals]=Rahasia produk`,
      `/orders?where[shop.name][like]=Rahasia`,
      `/listings?where[sku.code][equals]=RAHASIA&depth=2`,
    ]) {
      const { body } = await app.rest(query, { as: people.owner })
      expect(JSON.stringify(body)).not.toContain('Rahasia')
      expect(JSON.stringify(body)).not.toContain('RAHASIA')
    }
  })
})

describe('T20: GraphQL', () => {
  const listQueries = (): Promise<string[]> =>
    app
      .graphql('{ __schema { queryType { fields { name type { fields { name } } } } } }', people.owner)
      .then(({ data }) => {
        const schema = data?.__schema as {
          queryType: { fields: { name: string; type: { fields: { name: string }[] | null } }[] }
        }
        return schema.queryType.fields
          .filter(({ type }) => type.fields?.some(({ name }) => name === 'docs'))
          .map(({ name }) => name)
      })

  it('offers every collection as a list', async () => {
    expect((await listQueries()).length).toBeGreaterThanOrEqual(collections.length)
  })

  it.each(['owner', 'viewer', 'nobody'])('shows %s nothing of the other organisation', async (role) => {
    const ids = Object.values(foreignDocuments)
    for (const name of await listQueries()) {
      const answer = JSON.stringify(
        await app.graphql(`{ ${name}(limit: 100) { docs { id } } }`, people[role]),
      )
      for (const id of ids) expect([name, answer.includes(id)]).toEqual([name, false])
    }
  })

  it('writes nothing across', async () => {
    const changed = await app.graphql(
      `mutation { updateProduct(id: "${foreignDocuments.products}", data: { title: "Diubah" }) { id } }`,
      people.owner,
    )
    expect(changed.errors).toBeTruthy()
    const created = await app.graphql(
      `mutation { createProduct(data: { title: "Titipan", organisation: "${foreign}" }) { id } }`,
      people.owner,
    )
    expect(created.errors).toBeTruthy()
    const { rows } = await app.database.pool.query('select title from products where organisation_id = $1', [
      foreign,
    ])
    expect(rows).toEqual([{ title: 'Rahasia produk' }])
  })

  it('has no field that could hold a secret', async () => {
    const { data } = await app.graphql('{ __schema { types { name fields { name } } } }', people.owner)
    const types = (data?.__schema as { types: { name: string; fields: { name: string }[] | null }[] }).types
    const suspicious = types
      .filter(({ name }) => name !== 'Mutation')
      .flatMap(({ name, fields }) =>
        (fields ?? [])
          .filter(({ name: field }) => /envelope|partnerKey|accessToken|refreshToken|secret/i.test(field))
          .map(({ name: field }) => `${name}.${field}`),
      )
    expect(suspicious).toEqual([])
  })
})

describe('people', () => {
  it('are not seen by strangers', async () => {
    const { body } = await app.rest('/users?limit=100', { as: people.stranger })
    const emails = (body.docs as { email: string }[]).map(({ email }) => email).sort()
    expect(emails).toEqual(['both@kanal.test', 'stranger@kanal.test'])
  })

  it('cannot lift themselves', async () => {
    const lifted = await app.rest(`/users/${people.viewer?.id}`, {
      as: people.viewer,
      method: 'PATCH',
      body: JSON.stringify({ memberships: [{ organisation: own, role: 'owner' }] }),
    })
    expect(lifted.status).toBe(403)
    const widened = await app.rest(`/users/${people.owner?.id}`, {
      as: people.owner,
      method: 'PATCH',
      body: JSON.stringify({
        memberships: [
          { organisation: own, role: 'owner' },
          { organisation: foreign, role: 'owner' },
        ],
      }),
    })
    expect(widened.status).toBeGreaterThanOrEqual(400)
    const { rows } = await app.database.pool.query(
      'select count(*)::int as count from users_memberships where organisation_id = $1 and role = $2',
      [foreign, 'owner'],
    )
    expect(rows).toEqual([{ count: 1 }])
  })

  it('cannot take over an account that also belongs elsewhere', async () => {
    const taken = await app.rest(`/users/${people.both?.id}`, {
      as: people.stranger,
      method: 'PATCH',
      body: JSON.stringify({ password: 'kata-sandi-curian-panjang' }),
    })
    expect(taken.status).toBe(403)
    await expect(
      app.payload.login({
        collection: 'users',
        data: { email: 'both@kanal.test', password: 'kata-sandi-both-panjang' },
      }),
    ).resolves.toBeTruthy()
  })

  it('need a long password', async () => {
    const { status } = await app.rest(`/users/${people.viewer?.id}`, {
      as: people.viewer,
      method: 'PATCH',
      body: JSON.stringify({ password: 'pendek' }),
    })
    expect(status).toBe(400)
  })
})

describe('roles inside an organisation', () => {
  it('only managers read the audit trail', async () => {
    await app.database.pool.query(
      `insert into audit_events (organisation_id, actor_type, action, target_type, outcome)
       values ($1, 'system', 'credential.test', 'integration', 'ok')`,
      [own],
    )
    const counts = await Promise.all(
      ['owner', 'admin', 'staff', 'viewer'].map(async (role) => {
        const { body } = await app.rest('/audit-events?where[action][equals]=credential.test', {
          as: people[role],
        })
        return (body.totalDocs as number | undefined) ?? 0
      }),
    )
    expect(counts).toEqual([1, 1, 0, 0])
  })

  it('viewers change nothing, staff change the catalogue, managers change locations', async () => {
    const attempt = async (role: string, path: string, body: object): Promise<number> =>
      (
        await app.rest(path, {
          as: people[role],
          method: 'POST',
          body: JSON.stringify({ ...body, organisation: own }),
        })
      ).status
    expect(await attempt('viewer', '/products', { title: 'v' })).toBe(403)
    expect(await attempt('staff', '/products', { title: 's' })).toBe(201)
    expect(await attempt('staff', '/locations', { code: 'S', name: 's', kind: 'warehouse' })).toBe(403)
    expect(await attempt('admin', '/locations', { code: 'A', name: 'a', kind: 'warehouse' })).toBe(201)
  })

  it('what only SQL writes cannot be written by anyone', async () => {
    for (const slug of [
      'orders',
      'order-lines',
      'stock-levels',
      'stock-movements',
      'reservations',
      'integrations',
      'audit-events',
      'listings',
    ]) {
      const { status } = await app.rest(`/${slug}`, {
        as: people.owner,
        method: 'POST',
        body: JSON.stringify({ organisation: own }),
      })
      expect([slug, status]).toEqual([slug, 403])
    }
  })
})

describe('declared access', () => {
  it('every collection states its own rules: nothing is left to the default', () => {
    for (const { slug, access } of collections) {
      expect([
        slug,
        Object.keys(access ?? {})
          .filter((key) => ['create', 'read', 'update', 'delete'].includes(key))
          .sort(),
      ]).toEqual([slug, ['create', 'delete', 'read', 'update']])
    }
  })
})
