import { handleEndpoints, type Payload, type SanitizedConfig } from 'payload'
import { createTestDatabase, type TestDatabase } from './database.ts'

export interface TestApp {
  payload: Payload
  config: SanitizedConfig
  database: TestDatabase
  /** Calls the REST API as a browser of this origin would, through Payload's own router and without a server. */
  rest(
    path: string,
    init?: RequestInit & { as?: TestUser | undefined },
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>
  /** Calls the GraphQL API the same way. */
  graphql(
    query: string,
    as?: TestUser,
    headers?: Record<string, string>,
  ): Promise<{ data?: Record<string, unknown> | null; errors?: unknown[] }>
  stop(): Promise<void>
}

export interface TestUser {
  id: string
  email: string
  cookie: string
}

const ORIGIN = 'http://localhost:3000'

/** Payload on a database of its own. One per test file: it costs about a second. */
export async function startPayload(): Promise<TestApp> {
  const database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  const [{ getPayload }, { default: configPromise }] = await Promise.all([
    import('payload'),
    import('../../payload.config.ts'),
  ])
  const config = await configPromise
  const payload = await getPayload({ config: configPromise })
  return {
    payload,
    config,
    database,
    rest: async (path, { as, ...init } = {}) => {
      const headers = new Headers(init.headers)
      if (!headers.has('origin')) headers.set('origin', ORIGIN)
      if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json')
      if (as) headers.set('cookie', as.cookie)
      const response = await handleEndpoints({
        config: configPromise,
        request: new Request(`${ORIGIN}/api${path}`, { ...init, headers }),
      })
      const text = await response.text()
      const { status, headers: answered } = response
      return {
        status,
        headers: answered,
        body:
          text.startsWith('{') && !answered.get('content-type')?.includes('ndjson')
            ? (JSON.parse(text) as Record<string, unknown>)
            : { text },
      }
    },
    graphql: async (query, as, headers = {}) => {
      const { GRAPHQL_POST } = await import('@payloadcms/next/routes')
      const response = await GRAPHQL_POST(configPromise)(
        new Request(`${ORIGIN}/api/graphql`, {
          method: 'POST',
          headers: {
            origin: ORIGIN,
            'content-type': 'application/json',
            ...(as ? { cookie: as.cookie } : {}),
            ...headers,
          },
          body: JSON.stringify({ query }),
        }),
      )
      return (await response.json()) as { data?: Record<string, unknown> | null; errors?: unknown[] }
    },
    stop: async () => {
      await payload.destroy()
      await database.drop()
    },
  }
}

type Role = 'owner' | 'admin' | 'staff' | 'viewer'

/** An organisation by that name. */
export const createOrganisation = (app: TestApp, name: string): Promise<{ id: string }> =>
  app.payload.create({ collection: 'organisations', data: { name, timeZone: 'Asia/Jakarta' } }) as Promise<{
    id: string
  }>

/** A signed-in person with one role in each of the organisations given. */
export async function createUser(
  app: TestApp,
  name: string,
  memberships: readonly { organisation: string; role: Role }[],
): Promise<TestUser> {
  const email = `${name}@kanal.test`
  const password = `kata-sandi-${name}-panjang`
  const user = await app.payload.create({
    collection: 'users',
    data: { name, email, password, memberships: [...memberships] },
  })
  const { headers } = await app.rest('/users/login', {
    method: 'POST',
    body: JSON.stringify({ email, password }),
  })
  const [cookie] = (headers.get('set-cookie') ?? '').split(';')
  if (!cookie) throw new Error(`${name} could not sign in`)
  return { id: String(user.id), email, cookie }
}
