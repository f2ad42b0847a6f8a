import { randomBytes } from 'node:crypto'
import { en } from '@payloadcms/translations/languages/en'
import { id } from '@payloadcms/translations/languages/id'
import { buildConfig, getPayload, handleEndpoints, type Payload } from 'payload'
import type { Pool } from 'pg'
import { createTestDatabase } from '../../../../../tests/support/database.ts'
import type { Role } from '../../../../collections/access/roles.ts'
import { collections } from '../../../../collections/index.ts'
import { databaseAdapter } from '../../../../database/payload-adapter.ts'
import { poolOf } from '../../../../database/pool-of.ts'
import { contribute } from '../../../registry.ts'
import { accountSecurity, organisationsApart } from '../../../security/index.ts'
import { credentials } from '../../index.ts'
import { createFakeMarket, type FakeMarket } from './fake-market.ts'

export const ORIGIN = 'https://kanal.example'
export const PEER = '203.0.113.9'
/** Where everybody sits: a proof of identity counts only in the place it was given. */
const BROWSER = { 'x-kanal-peer': PEER, 'user-agent': 'Uji/1.0' }

export interface Person {
  id: string
  name: string
  token: string
}

export interface TestServer {
  payload: Payload
  pool: Pool
  market: FakeMarket
  organisation(name: string): Promise<string>
  person(name: string, memberships: { organisation: string; role: Role }[]): Promise<Person>
  /** Another session of a person that exists. */
  signIn(name: string): Promise<Person>
  /** Calls the whole REST stack in this process. */
  call(
    person: Person | null,
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>
  close(): Promise<void>
}

const PASSWORD = 'rahasia-panjang-123'

/** Payload with a fake marketplace on a database of its own; with a `twin`, the same a second time under another name. */
export async function startTestServer(rightKey: string, { twin = false } = {}): Promise<TestServer> {
  const database = await createTestDatabase()
  const { url } = database
  Object.assign(process.env, {
    DATABASE_URL: url,
    DISABLE_PAYLOAD_HMR: 'true',
    KANAL_URL: ORIGIN,
    PAYLOAD_SECRET: randomBytes(32).toString('hex'),
    CRED_KEK_test: randomBytes(32).toString('base64'),
    CRED_KEK_ACTIVE: 'test',
  })
  const market = createFakeMarket(rightKey)
  const kembar = { ...market.adapter, id: 'kembar', name: 'Kembar' }
  const adapters = twin ? [market.adapter, kembar] : [market.adapter]
  const config = buildConfig({
    secret: process.env.PAYLOAD_SECRET ?? '',
    serverURL: ORIGIN,
    csrf: [ORIGIN],
    collections,
    admin: { user: 'users' },
    db: databaseAdapter(),
    i18n: { supportedLanguages: { id, en }, fallbackLanguage: 'id' },
    telemetry: false,
    typescript: { autoGenerate: false },
    plugins: [
      organisationsApart(),
      accountSecurity(),
      (incoming) => contribute(incoming, { adapters }),
      credentials(),
    ],
  })
  const payload = await getPayload({ config, key: url })
  const payloadPool = poolOf(payload)
  // The database goes away at the end of the file, whoever is still connected.
  payloadPool.on('error', () => undefined)
  await payload.create({
    collection: 'users',
    data: { name: 'Pertama', email: 'pertama@toko.test', password: PASSWORD },
  })
  const send = (request: Request): Promise<Response> =>
    handleEndpoints({ config, payloadInstanceCacheKey: url, request })
  const signIn = async (name: string): Promise<Person> => {
    const email = `${name}@toko.test`
    const login = await send(
      new Request(`${ORIGIN}/api/users/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN, ...BROWSER },
        body: JSON.stringify({ email, password: PASSWORD }),
      }),
    )
    const { user } = (await login.json()) as { user: { id: string } }
    const [, token = ''] = /payload-token=([^;]+)/.exec(login.headers.get('set-cookie') ?? '') ?? []
    return { id: user.id, name, token }
  }
  return {
    payload,
    pool: database.pool,
    signIn,
    market,
    organisation: async (name) => {
      const data = { name, timeZone: 'Asia/Jakarta' } as const
      return String((await payload.create({ collection: 'organisations', data })).id)
    },
    person: async (name, memberships) => {
      const email = `${name}@toko.test`
      await payload.create({ collection: 'users', data: { name, email, password: PASSWORD, memberships } })
      return signIn(name)
    },
    call: (person, method, path, { body, headers = {}, signal } = {}) =>
      send(
        new Request(`${ORIGIN}/api/integrations${path}`, {
          method,
          headers: {
            ...BROWSER,
            ...(person ? { authorization: `JWT ${person.token}` } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          ...(signal ? { signal } : {}),
        }),
      ),
    close: async () => {
      await payload.destroy()
      await database.drop()
    },
  }
}
