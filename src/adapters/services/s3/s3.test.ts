import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startS3, type TestS3 } from '../../../../tests/support/s3.ts'
import { createHttpClient } from '../../http/client.ts'
import type { AdapterError, CredentialValues, ServiceSession } from '../../contract.ts'
import { createConnector } from '../../net/connect.ts'
import { socketsOpened } from '../../net/testing/sockets.ts'
import { FORBIDDEN_HOSTS } from '../../net/testing/vectors.ts'
import { s3 } from './index.ts'

const adapter = s3()
let store: TestS3
const fakes: Server[] = []

const settings = (more: Partial<Record<string, string>> = {}): CredentialValues =>
  Object.fromEntries(
    Object.entries({ ...store.settings, ...more }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
function session(credentials: CredentialValues): ServiceSession {
  const { endpoint } = credentials
  const allowedLocalOrigins = endpoint && URL.canParse(endpoint) ? [new URL(endpoint).origin] : []
  return {
    credentials,
    send: createHttpClient({ allowedLocalOrigins }).send,
    connect: createConnector({ allowedLocal: [] }),
    now: () => new Date(),
  }
}
async function test(credentials: CredentialValues): Promise<AdapterError | null> {
  for (const check of adapter.checks) {
    try {
      await check.run(session(credentials))
    } catch (error) {
      return error as AdapterError
    }
  }
  return null
}
/** A server that gives one answer to everything. */
async function answering(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, headers).end(body))
  })
  fakes.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const xml = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>m</Message></Error>`

beforeAll(async () => {
  store = await startS3()
})
afterEach(() => {
  for (const server of fakes.splice(0)) server.close()
})
afterAll(async () => {
  await store.stop()
})

describe('the archive', () => {
  const archive = adapter.archive
  if (!archive) throw new Error('no archive')
  const name = (n: number): string => `${String(n).padStart(10, '0')}-${'a'.repeat(64)}.txt`
  afterEach(() => {
    store.locks = false
    store.objects.clear()
  })

  it('keeps, lists over several pages and reads texts apart from files', async () => {
    const at = session(settings())
    await adapter.files?.put(at, 'foto.jpg', { body: Buffer.from('x'), contentType: 'image/jpeg' })
    for (let n = 1; n <= 45; n += 1) await archive.keep(at, name(n), `text ${n}`)
    expect(await archive.names(at)).toEqual(Array.from({ length: 45 }, (_, n) => name(n + 1)))
    expect(await archive.read(at, name(7))).toBe('text 7')
    expect(await archive.read(at, name(46))).toBeNull()
  })

  it('locks a text where the bucket can, and says so; without it says that it did not', async () => {
    const at = session(settings())
    expect(await archive.keep(at, name(1), 'a')).toEqual({ lockedUntil: null })
    store.locks = true
    const { lockedUntil } = await archive.keep(at, name(2), 'b')
    expect((lockedUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(399 * 86_400_000)
    await expect(archive.keep(at, name(2), 'forged')).rejects.toMatchObject({
      reason: 'http_403_missing_scope',
    })
    expect(await archive.read(at, name(2))).toBe('b')
  })

  it('says why a bucket cannot be used', async () => {
    const wrong = session(settings({ secretAccessKey: 'salah-sekali-4711' }))
    await expect(archive.keep(wrong, name(1), 'a')).rejects.toMatchObject({ reason: 'signature_mismatch' })
    await expect(archive.names(wrong)).rejects.toMatchObject({ reason: 'signature_mismatch' })
  })
})

describe('Test connection', () => {
  it('passes and leaves nothing behind', async () => {
    expect(await test(settings())).toBeNull()
    expect([...store.objects.keys()]).toEqual([])
  })

  const faults: [string, () => Promise<CredentialValues> | CredentialValues, string, string[]][] = [
    [
      'an unknown access key',
      () => settings({ accessKeyId: 'SIAPAINI12345' }),
      'http_401_bad_credential',
      ['accessKeyId'],
    ],
    [
      'a wrong secret key',
      () => settings({ secretAccessKey: 'salah-sekali-4711' }),
      'signature_mismatch',
      ['secretAccessKey'],
    ],
    [
      'a bucket that does not exist',
      () => settings({ bucket: 'tidak-ada' }),
      'http_404_wrong_endpoint',
      ['bucket'],
    ],
    [
      'a port nobody listens at',
      () => settings({ endpoint: 'http://127.0.0.1:1' }),
      'tcp_refused',
      ['endpoint'],
    ],
    [
      'a key without permission',
      async () => settings({ endpoint: await answering(403, xml('AccessDenied')) }),
      'http_403_missing_scope',
      ['accessKeyId', 'bucket'],
    ],
    [
      'another region',
      async () => settings({ endpoint: await answering(400, xml('AuthorizationHeaderMalformed')) }),
      'wrong_environment',
      ['region'],
    ],
    [
      'a region that is not the bucket’s',
      () => settings({ region: 'us-east-1' }),
      'wrong_environment',
      ['region'],
    ],
    [
      'a redirect to another region',
      async () =>
        settings({
          endpoint: await answering(301, xml('PermanentRedirect'), { location: 'http://127.0.0.1:9' }),
        }),
      'redirect_refused',
      ['region', 'endpoint'],
    ],
    [
      'a clock that is wrong',
      async () => settings({ endpoint: await answering(403, xml('RequestTimeTooSkewed')) }),
      'clock_skew',
      [],
    ],
    [
      'a storage that is overloaded',
      async () => settings({ endpoint: await answering(503, xml('SlowDown')) }),
      'http_429_rate_limited',
      [],
    ],
    [
      'a storage that is down',
      async () => settings({ endpoint: await answering(500, xml('InternalError')) }),
      'http_5xx_provider_down',
      [],
    ],
    [
      'a full storage',
      async () => settings({ endpoint: await answering(403, xml('QuotaExceeded')) }),
      'quota_exceeded',
      [],
    ],
    [
      'a web site',
      async () => settings({ endpoint: await answering(200, '<!doctype html><title>x</title>') }),
      'unexpected_response',
      ['endpoint', 'addressing'],
    ],
  ]
  it.each(faults)('%s: cause and fields', async (_, arrange, reason, fields) => {
    const credentials = await arrange()
    const failure = await test(credentials)
    expect(failure).toMatchObject({ name: 'AdapterError', reason, fields })
    expect(JSON.stringify([failure?.message, failure?.explanation])).not.toContain(
      credentials.secretAccessKey,
    )
  })
})

describe('files', () => {
  it('come back as they were put, whatever their name, and are gone once removed', async () => {
    const at = session(settings())
    const { files } = adapter
    for (const key of ['a.png', 'foto produk (1).jpg', 'é+ü&?#%.webp']) {
      const body = Buffer.from(`isi ${key}`)
      await files?.put(at, key, { body, contentType: 'image/png' })
      expect(await files?.get(at, key)).toEqual({ body: new Uint8Array(body), contentType: 'image/png' })
      await files?.remove(at, key)
      expect(await files?.get(at, key)).toBeNull()
      await files?.remove(at, key)
    }
  })
})

describe('T10', () => {
  it('opens no socket towards an address inside, however it is written', async () => {
    const { send } = createHttpClient({ allowedLocalOrigins: [] })
    const opened = await socketsOpened(async () => {
      for (const host of FORBIDDEN_HOSTS.filter((each) => /^[A-Za-z0-9._-]+$/.test(each))) {
        for (const scheme of ['https', 'http']) {
          const at = { ...session(settings({ endpoint: `${scheme}://${host}` })), send }
          await expect(adapter.checks[0]?.run(at)).rejects.toMatchObject({ name: 'AdapterError' })
        }
      }
    })
    expect(opened).toBe(0)
  })
})
