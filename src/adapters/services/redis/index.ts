import { randomUUID } from 'node:crypto'
import { CONTRACT_VERSION, OWN_PLACE, type ServiceAdapter } from '../../contract.ts'
import { serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import { openCache } from './cache.ts'
import { PREFIX, withRedis } from './client.ts'
import { redisCredentials, redisSettings } from './credentials.ts'

const PROBE_MS = 3_000

/** Redis as cache and as counter that all processes share. */
export const redis = (): ServiceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  kind: 'service',
  id: 'redis',
  name: 'Cache (Redis)',
  badge: { text: 'RE', color: '#b91c1c' },
  purpose: text(
    'Mempercepat halaman dan menghitung batas permintaan. Tanpa Redis, PostgreSQL mengerjakannya.',
    'Speeds up pages and counts request limits. Without it PostgreSQL does the work.',
  ),
  docsUrl: 'https://redis.io/docs/latest/',
  environments: OWN_PLACE,
  credentials: redisCredentials,
  destination: ['host', 'port', 'security'],
  setup: [
    text(
      'Siapkan Redis 6 atau lebih baru, tanpa mode kluster.',
      'Have Redis 6 or newer, without cluster mode.',
    ),
    text(
      'Pasang kata sandi, dan TLS bila lewat internet.',
      'Set a password, and TLS when it goes over the internet.',
    ),
  ],
  checks: [
    {
      id: 'connect',
      label: text('Server menjawab', 'Server answers'),
      run: (session) =>
        withRedis(
          session,
          async (client) => {
            // Locked servers refuse even this; that it was understood is enough here.
            await client.ping().catch((error: Error) => {
              if (!/^NOAUTH/.test(error.message)) throw error
            })
            const { host, port } = redisSettings(session.credentials)
            return text(`${host}:${port}`, `${host}:${port}`)
          },
          { signIn: false },
        ),
    },
    {
      id: 'login',
      label: text('Login diterima', 'Login accepted'),
      run: (session) =>
        withRedis(session, async (client) => {
          await client.ping()
          return undefined
        }),
    },
    {
      id: 'use',
      label: text('Bisa menulis dan membaca', 'Can write and read'),
      run: (session) =>
        withRedis(session, async (client) => {
          const name = `probe:${randomUUID()}`
          const key = `${PREFIX}cache:${name}`
          await client.set(key, name, 'PX', PROBE_MS)
          const found = await client.get(key)
          await client.del(key)
          if (found !== name) {
            throw serviceFailure('unexpected_response', { who: 'Redis', message: 'the probe was not kept' })
          }
          await client.eval("return redis.call('EXISTS', KEYS[1])", 1, key)
          return undefined
        }),
    },
  ],
  cache: { open: openCache },
})
