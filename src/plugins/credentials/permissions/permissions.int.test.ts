import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Decisions } from '../../security/endpoint/endpoint.ts'
import { openSecurityDesk, type Reply, type SecurityDesk, type Someone } from '../../security/testing/desk.ts'
import { integrationIdOf } from '../endpoints/integration-id.ts'
import { autocommit } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { operatorOf } from '../../services/operator.ts'
import { save, set } from '../testing/fixtures.ts'
import { VAULT_PERMISSIONS, type VaultPermission } from './permissions.ts'

const REASON = 'memeriksa izin admin'

let desk: SecurityDesk
let operator: string
let integration: string
let people: Record<'owner' | 'admin' | 'staff' | 'viewer', Someone>

beforeAll(async () => {
  desk = await openSecurityDesk()
  operator = (await operatorOf(autocommit(desk.database.pool))) ?? ''
  people = {
    owner: await desk.person('pemilik', 'owner', operator),
    admin: await desk.person('admin', 'admin', operator),
    staff: await desk.person('staf', 'staff', operator),
    viewer: await desk.person('pengamat', 'viewer', operator),
  }
  integration = integrationIdOf(operator, 'shopee')
  const kanal = kanalOf(desk.payload)
  await kanal.pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment, status, version)
     values ($1, $2, 'shopee', 'live', 'active', 1)`,
    [integration, operator],
  )
  const owner = {
    organisationId: operator,
    ownerType: 'integration',
    ownerId: integration,
    slug: 'shopee',
  } as const
  await save(kanal.pool, kanal.vault, owner, { partnerKey: set('kunci-mitra-yang-panjang') })
})
afterAll(() => desk?.stop())
beforeEach(async () => {
  await desk.forgetTries()
  await desk.database.pool.query('delete from vault_permissions')
})

interface Way {
  needs: VaultPermission
  body?: () => object
}
const typed = () => ({ organisation: operator, marketplace: 'shopee', environment: 'live', changes: {} })
/** Every endpoint that leads to the vault, with what it needs. A version that is none keeps them from doing anything. */
const WAYS: Readonly<Record<string, Way>> = {
  'get /integrations/overview': { needs: 'see' },
  'get /integrations/:id/details': { needs: 'see' },
  'get /integrations/:id/dependents': { needs: 'see' },
  'post /integrations/:id/consent': { needs: 'see', body: () => ({}) },
  'get /services/files': { needs: 'see' },
  'post /integrations/test': { needs: 'test', body: typed },
  'post /integrations/:id/test': { needs: 'test', body: () => ({}) },
  'post /services/test-mail': { needs: 'test', body: () => ({}) },
  'put /integrations/credentials': { needs: 'rotate', body: () => ({ ...typed(), expectedVersion: 999 }) },
  'delete /integrations/:id': { needs: 'rotate', body: () => ({ expectedVersion: 999 }) },
  'post /integrations/:id/rollback': {
    needs: 'rotate',
    body: () => ({ version: 999, expectedVersion: 999 }),
  },
  'post /integrations/:id/end-overlap': { needs: 'rotate', body: () => ({}) },
  'post /integrations/:id/expiry': { needs: 'rotate', body: () => ({ expiresOn: null }) },
  'post /services/files/move': { needs: 'rotate', body: () => ({ direction: 'to_store' }) },
  'post /integrations/:id/reveal-grant': {
    needs: 'reveal',
    body: () => ({ field: 'partnerKey', reason: REASON }),
  },
  'post /integrations/:id/reveal': {
    needs: 'reveal',
    body: () => ({ field: 'partnerKey', grant: 'g'.repeat(43) }),
  },
  'post /bundles/export': {
    needs: 'export',
    body: () => ({
      organisation: operator,
      integrations: ['tidak-ada'],
      reason: REASON,
      sealedFor: { passphrase: 'lima kata acak yang panjang sekali 4711' },
    }),
  },
}
/** Only owners may, whatever admins are granted. */
const OWNERS_ONLY: Readonly<Record<string, () => object>> = {
  'post /integrations/:id/reveal-setting': () => ({ allowed: false }),
  'post /integrations/:id/scope': () => ({ shops: null }),
  'post /security/vault-permissions': () => ({ organisation: operator, permissions: ['see'] }),
}

const send = (name: string, as: Someone, body?: object): Promise<Reply> => {
  const [method = '', path = ''] = name.split(' ')
  const query = path.endsWith('/overview') ? `?organisation=${operator}` : ''
  return desk.send(method.toUpperCase(), path.replace(':id', integration) + query, {
    as,
    ...(body ? { body } : {}),
  })
}
const grant = (permissions: readonly VaultPermission[]): Promise<Reply> =>
  desk.send('POST', '/security/vault-permissions', {
    as: people.owner,
    body: { organisation: operator, permissions },
  })
const lastDenied = async (): Promise<{ reason: string | null; actor_id: string | null } | undefined> =>
  (
    await desk.database.pool.query(
      `select reason, actor_id from audit_events where outcome = 'denied' order by created_at desc, id desc limit 1`,
    )
  ).rows[0]
const deniedCount = async (): Promise<number> =>
  Number(
    (await desk.database.pool.query(`select count(*) as n from audit_events where outcome = 'denied'`))
      .rows[0].n,
  )

describe('what admins may do in the vault', () => {
  it('has a decision for every endpoint that leads there', () => {
    const { collections, endpoints } = desk.config
    const routes = [
      ...collections.flatMap(({ slug, endpoints: own }) =>
        (own || []).map((each) => ({ ...each, path: `/${slug}${each.path}` })),
      ),
      ...endpoints,
    ]
      .filter(({ custom }) => (custom?.kanal as Decisions | undefined) !== undefined)
      .map(({ method, path }) => `${method} ${path}`)
    const leading = routes.filter((name) => /\/(integrations|services)\/|\/bundles\/export/.test(name))
    // What a browser reports goes to the error service as whoever is signed in; it shows and changes nothing stored.
    const known = [
      ...Object.keys(WAYS),
      ...Object.keys(OWNERS_ONLY),
      ...leading.filter((name) => /\/services\/reports/.test(name)),
    ]
    expect(leading.filter((name) => !known.includes(name))).toEqual([])
    expect(Object.keys(WAYS).filter((name) => !routes.includes(name))).toEqual([])
  })

  it.each(VAULT_PERMISSIONS)(
    'lets them do all but what needs “%s” when that alone is taken away',
    async (gone) => {
      const granted = VAULT_PERMISSIONS.filter((each) => each !== gone)
      // Taking sight away by itself means nothing: whoever may do anything sees.
      expect((await grant(gone === 'see' ? [] : granted)).status).toBe(200)
      for (const [name, { needs, body }] of Object.entries(WAYS)) {
        await desk.forgetTries()
        const before = await deniedCount()
        const { status, body: answer } = await send(name, people.admin, body?.())
        const isRefused = gone === 'see' || needs === gone
        expect([name, answer.problem?.code === 'not_permitted']).toEqual([name, isRefused])
        if (!isRefused) continue
        expect([name, status]).toEqual([name, 403])
        expect([name, (await deniedCount()) - before]).toEqual([name, 1])
        expect(await lastDenied()).toEqual({ reason: `permission:${needs}`, actor_id: people.admin.id })
      }
    },
  )

  it.each(VAULT_PERMISSIONS.filter((each) => each !== 'see'))(
    'lets them do only what “%s” allows',
    async (only) => {
      expect((await grant([only])).body.permissions).toEqual(['see', only])
      for (const [name, { needs, body }] of Object.entries(WAYS)) {
        await desk.forgetTries()
        const { body: answer } = await send(name, people.admin, body?.())
        const mayPass = needs === 'see' || needs === only
        expect([name, answer.problem?.code === 'not_permitted']).toEqual([name, !mayPass])
      }
    },
  )

  it('begins with seeing, testing and replacing; owners may everything, staff and viewers nothing', async () => {
    for (const [name, { needs, body }] of Object.entries(WAYS)) {
      await desk.forgetTries()
      const codes = []
      for (const who of [people.admin, people.owner])
        codes.push((await send(name, who, body?.())).body.problem?.code === 'not_permitted')
      expect([name, codes]).toEqual([name, [['reveal', 'export'].includes(needs), false]])
      for (const who of [people.staff, people.viewer]) {
        const before = await deniedCount()
        expect([name, (await send(name, who, body?.())).status]).toEqual([name, 403])
        expect([name, (await deniedCount()) - before]).toEqual([name, 1])
      }
    }
  })

  it('is decided by owners alone, with a proof of identity, and written down', async () => {
    await grant(VAULT_PERMISSIONS)
    for (const [name, body] of Object.entries(OWNERS_ONLY)) {
      for (const who of [people.admin, people.staff]) {
        const before = await deniedCount()
        expect([name, (await send(name, who, body())).status]).toEqual([name, 403])
        expect([name, (await deniedCount()) - before]).toEqual([name, 1])
      }
    }
    expect((await grant(['test'])).body).toEqual({ permissions: ['see', 'test'] })
    const { rows } = await desk.database.pool.query(
      `select reason, fields from audit_events where action = 'security.vault_permissions' and outcome = 'ok'
       order by created_at desc, id desc limit 1`,
    )
    expect(rows[0]).toEqual({ reason: 'admin', fields: ['−rotate', '−reveal', '−export'] })
    await desk.forgetStepUps()
    expect((await grant(['see'])).status).toBe(401)
  })

  it('refuses what is no permission, also past the endpoint', async () => {
    const reply = await desk.send('POST', '/security/vault-permissions', {
      as: people.owner,
      body: { organisation: operator, permissions: ['everything'] },
    })
    expect([400, 401]).toContain(reply.status)
    for (const broken of [`'{everything}'`, `'{test}'`])
      await expect(
        desk.database.pool.query(
          `insert into vault_permissions (organisation_id, role, permissions) values ($1, 'admin', ${broken})`,
          [operator],
        ),
      ).rejects.toThrow('check constraint')
  })
})
