import { buildConfig, type Endpoint } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decisions } from './endpoint/endpoint.ts'
import { AWAY, openSecurityDesk, type SecurityDesk, type Someone } from './testing/desk.ts'

const FOREIGN: readonly Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://localhost:3000.evil.example' },
  { 'sec-fetch-site': 'cross-site' },
]
const ID = '019a0000-0000-7000-8000-000000000000'

/** Of plugins that are not ours; both only read, as whoever asks. */
const THIRD_PARTY: readonly string[] = ['get /organisations/populate-tenant-options', 'get /openapi.json']

interface Route {
  method: string
  path: string
  decisions: Decisions | null
  /** Not one that Payload has by itself. */
  isOurs: boolean
}

let desk: SecurityDesk
let owner: Someone
let routes: Route[]
/** What Payload itself puts on every collection and on the config, as `method path`. */
let theirs: { collection: ReadonlySet<string>; config: ReadonlySet<string> }

const key = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`
const keysOf = (endpoints: readonly { method: string; path: string }[] | false): string[] =>
  (endpoints || []).map(key)

beforeAll(async () => {
  desk = await openSecurityDesk()
  owner = await desk.person('pemilik', 'owner')
  const plain = await buildConfig({
    secret: 'a secret for a config that never runs',
    db: desk.config.db,
    collections: [{ slug: 'plain', auth: true, upload: true, fields: [] }],
  })
  theirs = {
    collection: new Set(plain.collections.flatMap(({ endpoints }) => keysOf(endpoints))),
    config: new Set(keysOf(plain.endpoints)),
  }
  const collect = (
    base: string,
    endpoints: readonly Omit<Endpoint, 'root'>[] | false,
    own: ReadonlySet<string>,
  ) =>
    (endpoints || []).map((each): Route => ({
      method: each.method,
      path: `${base}${each.path}`,
      isOurs: !own.has(key(each)) && !THIRD_PARTY.includes(`${each.method} ${base}${each.path}`),
      decisions: (each.custom?.kanal as Decisions | undefined) ?? null,
    }))
  const { collections, globals, endpoints } = desk.config
  routes = [
    ...collections.flatMap((each) => collect(`/${each.slug}`, each.endpoints, theirs.collection)),
    ...globals.flatMap((each) => collect(`/globals/${each.slug}`, each.endpoints, theirs.collection)),
    ...collect('', endpoints, theirs.config),
  ]
})
afterAll(() => desk?.stop())

const named = (route: Route): string => key(route)
const ours = (): Route[] => routes.filter(({ isOurs, decisions }) => isOurs || decisions !== null)
const guarded = (): Route[] => routes.filter(({ decisions }) => decisions?.stepUp === 'required')
const call = ({ method, path }: Route, options: Parameters<SecurityDesk['send']>[2]) =>
  desk.send(method.toUpperCase(), path.replaceAll(/:\w+\??/g, ID), {
    ...options,
    ...(method === 'get' ? {} : { body: {} }),
  })

describe('the route table', () => {
  it('knows an audit and a step-up decision of every endpoint that is not Payload’s own', () => {
    expect(ours().length).toBeGreaterThan(20)
    expect(
      ours()
        .filter(({ decisions }) => decisions === null)
        .map(named),
    ).toEqual([])
    for (const { decisions } of ours())
      expect(Array.isArray(decisions?.audit) ? decisions.audit.length : decisions?.audit).toBeTruthy()
  })

  it('asks for a proof where secrets, factors and roles are concerned', () => {
    expect(guarded().map(named)).toEqual(
      expect.arrayContaining([
        'put /integrations/credentials',
        'delete /integrations/:id',
        'post /security/totp',
        'post /security/totp/confirm',
        'delete /security/totp',
        'post /security/recovery-codes',
        'post /security/passkeys/options',
        'post /security/passkeys',
        'patch /security/passkeys/:id',
        'delete /security/passkeys/:id',
        'post /security/policy',
        'post /security/allow-list',
        'post /security/allow-list/confirm',
      ]),
    )
  })

  it('T7: a cookie replayed from another address or browser gets 401 step_up_required on every sensitive route', async () => {
    expect(guarded().length).toBeGreaterThanOrEqual(13)
    for (const route of guarded()) {
      for (const from of [{ address: AWAY }, { browser: 'curl/8.5' }]) {
        const { status, body } = await call(route, { as: owner, ...from })
        expect([named(route), status, body.problem?.code]).toEqual([named(route), 401, 'step_up_required'])
      }
    }
  })

  it('T7: so does the right cookie in the right place when the last proof is old', async () => {
    await desk.forgetStepUps()
    for (const route of guarded()) {
      const { status, body } = await call(route, { as: owner })
      expect([named(route), status, body.problem?.code]).toEqual([named(route), 401, 'step_up_required'])
    }
  })

  it('T9: a request that another site’s page made gets 403 on every route of ours', async () => {
    for (const route of ours()) {
      for (const headers of FOREIGN) {
        const { status, body } = await call(route, { as: owner, headers: { ...headers } })
        expect([named(route), status, body.problem?.code]).toEqual([named(route), 403, 'other_site'])
      }
    }
  })

  it('lets nobody in who is not signed in', async () => {
    for (const route of ours()) {
      const { status } = await call(route, { as: null })
      expect([named(route), status]).toEqual([named(route), 401])
    }
  })
})
