import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kanalOf } from '../../src/plugins/context.ts'
import { integrationIdOf } from '../../src/plugins/credentials/endpoints/integration-id.ts'
import { save, set } from '../../src/plugins/credentials/testing/fixtures.ts'
import type { Decisions } from '../../src/plugins/security/endpoint/endpoint.ts'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../../src/plugins/security/testing/desk.ts'
import { createOrganisation } from '../support/payload.ts'

/**
 * Threats T11 and T20 over the route table: an owner of another organisation sends real ids of ours to every endpoint
 * that takes one, with bodies that would do something for us.
 */
let desk: SecurityDesk
let stranger: Someone
let ours: { organisation: string; integration: string; shop: string }

beforeAll(async () => {
  desk = await openSecurityDesk()
  const theirs = await createOrganisation(desk, 'Toko Lain')
  stranger = await desk.person('orang-lain', 'owner', theirs.id)
  const kanal = kanalOf(desk.payload)
  const { organisation } = desk
  const integration = integrationIdOf(organisation, 'shopee')
  const shop = randomUUID()
  await kanal.pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment, status) values ($1, $2, 'shopee', 'live', 'active')`,
    [integration, organisation],
  )
  const owner = {
    organisationId: organisation,
    ownerType: 'integration',
    ownerId: integration,
    slug: 'shopee',
  } as const
  await save(kanal.pool, kanal.vault, owner, {
    partnerId: set('2001887'),
    partnerKey: set('kunci-mitra-yang-panjang'),
  })
  await kanal.pool.query(
    `insert into shops (id, organisation_id, integration_id, marketplace, external_shop_id, name, status)
     values ($1, $2, $3, 'shopee', '9001', 'Toko Kenari', 'connected')`,
    [shop, organisation, integration],
  )
  ours = { organisation, integration, shop }
})
afterAll(() => desk?.stop())

const settings = { marketplace: 'shopee', environment: 'live', changes: { partnerKey: { op: 'keep' } } }
const reason = 'melihat-lihat saja'
const passphrase = 'lima kata acak yang panjang sekali 4711'
/** What each endpoint wants, so that it comes as far as asking whose it is. */
const BODIES = (): Readonly<Record<string, object>> => {
  const { organisation } = ours
  return {
    'put /integrations/credentials': { organisation, ...settings, expectedVersion: 1 },
    'post /integrations/test': { organisation, ...settings },
    'post /integrations/:id/test': {},
    'delete /integrations/:id': { expectedVersion: 1 },
    'post /integrations/:id/rollback': { version: 1, expectedVersion: 1 },
    'post /integrations/:id/end-overlap': {},
    'post /integrations/:id/reveal-setting': { allowed: true },
    'post /integrations/:id/expiry': { expiresOn: '2035-01-31' },
    'post /integrations/:id/scope': { shops: [] },
    'post /security/vault-permissions': { organisation, permissions: ['see', 'reveal'] },
    'post /integrations/:id/reveal-grant': { field: 'partnerKey', reason },
    'post /integrations/:id/reveal': { field: 'partnerKey', grant: 'g'.repeat(43) },
    'post /integrations/:id/consent': {},
    'post /shops/:id/disconnect': {},
    'post /shops/:id/import': {},
    'post /keys/rotate': { organisation },
    'post /keys/shred': { organisation, name: 'Toko Sari' },
    'post /keys/start-again': { organisation },
    'post /bundles/export': { organisation, integrations: ['shopee'], reason, sealedFor: { passphrase } },
    'post /bundles/check': { organisation, bundle: '{}', passphrase },
    'post /bundles/import-key': { organisation },
    'post /services/files/move': { direction: 'to_store' },
    'post /services/test-mail': {},
  }
}
/** Reads, with what they want in their address. */
const READS = (): readonly string[] => {
  const { organisation, integration, shop } = ours
  return [
    `/integrations/overview?organisation=${organisation}`,
    `/integrations/${integration}/details`,
    `/integrations/${integration}/dependents`,
    `/shops/${shop}/warehouses`,
    `/shops/${shop}/import`,
    `/audit-events/search?organisation=${organisation}`,
    `/audit-events/export?organisation=${organisation}&format=csv`,
    `/keys/status?organisation=${organisation}`,
  ]
}

interface Route {
  method: string
  path: string
}
const named = ({ method, path }: Route): string => `${method} ${path}`

function routes(): Route[] {
  const { collections, endpoints } = desk.config
  return [
    ...collections.flatMap(({ slug, endpoints: own }) =>
      (own || []).map((each) => ({ ...each, path: `/${slug}${each.path}` })),
    ),
    ...endpoints,
  ].filter(({ custom }) => (custom?.kanal as Decisions | undefined) !== undefined)
}

const state = async (): Promise<string> =>
  JSON.stringify(
    (
      await desk.database.pool.query(
        `select i.status, i.version, h.row_version, h.fields, s.status as shop
         from integrations i join cred_heads h on h.owner_id = i.id join shops s on s.integration_id = i.id`,
      )
    ).rows,
  )
const deniedRows = async (): Promise<number> =>
  Number((await desk.database.pool.query(`select from audit_events where outcome = 'denied'`)).rowCount)

it('T11, T20: with them, nothing of ours is changed, and each try is refused and written down', async () => {
  const before = await state()
  const known = new Set(routes().map(named))
  const ids = { integrations: ours.integration, shops: ours.shop }
  for (const [name, body] of Object.entries(BODIES())) {
    expect([name, known.has(name)]).toEqual([name, true])
    const [method = '', path = ''] = name.split(' ')
    const id = path.startsWith('/shops') ? ids.shops : ids.integrations
    await desk.forgetTries()
    const denied = await deniedRows()
    const reply = await desk.send(method.toUpperCase(), path.replace(':id', id), { as: stranger, body })
    expect([name, [403, 404].includes(reply.status), reply.body.problem?.code]).toEqual([
      name,
      true,
      expect.any(String),
    ])
    expect(JSON.stringify(reply.body)).not.toContain('Toko Kenari')
    expect([name, (await deniedRows()) > denied]).toEqual([name, true])
  }
  expect(await state()).toBe(before)
})

it('T11, T20: with them, nothing of ours is read', async () => {
  for (const path of READS()) {
    const reply = await desk.send('GET', path, { as: stranger })
    expect([path, [403, 404].includes(reply.status)]).toEqual([path, true])
    expect(JSON.stringify(reply.body)).not.toMatch(/Toko Kenari|Toko Sari|partnerKey/)
  }
})

it('T11, T20: every endpoint that takes an id of an integration is among them', () => {
  const bodies = Object.keys(BODIES())
  const reads = ['get /integrations/:id/details', 'get /integrations/:id/dependents']
  const taking = routes()
    .map(named)
    .filter((name) => name.includes('/integrations/:id'))
  expect(taking.length).toBeGreaterThan(7)
  expect(taking.filter((name) => !bodies.includes(name) && !reads.includes(name))).toEqual([])
})
