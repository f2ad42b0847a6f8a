import { randomBytes } from 'node:crypto'
import { OAuth2Client } from 'google-auth-library'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { masterKeysFromEnv, MasterKeyError, type WrapContext } from '../kek.ts'
import { crc32c } from './crc32c.ts'
import { gcpKmsKey } from './gcp-kms.ts'
import type { MasterKey } from './master-key.ts'
import { startAwsKms, startGcpKms, startTransit, type KeyService } from './testing/key-services.ts'

const ARN = 'arn:aws:kms:ap-southeast-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const GCP = 'projects/toko/locations/asia-southeast2/keyRings/kanal/cryptoKeys/utama'
const TOKEN = 'hvs.uji-coba'
const context: WrapContext = {
  organisationId: '11111111-2222-4333-8444-555555555555',
  keyId: '0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b',
  keyVersion: 7,
}
const dek = randomBytes(32)

/** A client without Google's own discovery of credentials, pointed at the stand-in. */
function googleOptions(url: string): NonNullable<Parameters<typeof gcpKmsKey>[2]> {
  const { hostname, port } = new URL(url)
  const authClient = new OAuth2Client()
  authClient.setCredentials({ access_token: 'uji', expiry_date: Date.now() + 3_600_000 })
  return {
    fallback: true,
    protocol: 'http',
    apiEndpoint: hostname,
    port: Number(port),
    authClient,
    projectId: 'toko',
  }
}

interface Case {
  title: string
  start(): Promise<{ key: MasterKey; service: KeyService }>
}
const cases: Case[] = [
  {
    title: 'AWS KMS',
    async start() {
      const service = await startAwsKms(ARN)
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_KMS: service.url,
        AWS_REGION: 'ap-southeast-3',
        AWS_ACCESS_KEY_ID: 'AKIAUJICOBA',
        AWS_SECRET_ACCESS_KEY: 'uji-coba-rahasia',
      })
      return { key: keyFromEnv(`aws-kms:${ARN}`), service }
    },
  },
  {
    title: 'Google Cloud KMS',
    async start() {
      const service = await startGcpKms(GCP)
      return { key: gcpKmsKey('k1', GCP, googleOptions(service.url)), service }
    },
  },
  {
    title: 'Vault transit',
    async start() {
      const service = await startTransit('kanal', TOKEN)
      return { key: keyFromEnv(`vault-transit:${service.url}/v1/transit/keys/kanal`), service }
    },
  },
]

/** The key as a deployment names it. */
function keyFromEnv(value: string): MasterKey {
  const keks = masterKeysFromEnv({ CRED_KEK_k1: value, CRED_KEK_ACTIVE: 'k1', VAULT_TOKEN: TOKEN })
  return {
    wrap: async (plain, place) => (await keks.wrap(plain, place)).blob,
    unwrap: (blob, place) => keks.unwrap(blob, 'k1', place),
    health: () => keks.health(),
  }
}

describe.each(cases)('$title', ({ start }) => {
  let key: MasterKey
  let service: KeyService
  beforeAll(async () => {
    ;({ key, service } = await start())
  })
  afterAll(() => service?.close())

  it('gives back what it wrapped, and never the same blob twice', async () => {
    const [first, second] = [await key.wrap(dek, context), await key.wrap(dek, context)]
    expect(first.equals(second)).toBe(false)
    expect(first.includes(dek)).toBe(false)
    expect(await key.unwrap(first, context)).toEqual(dek)
    await expect(key.health()).resolves.toBeUndefined()
  })

  it('T6: opens for no other organisation, key or version, and its own log names each use', async () => {
    const blob = await key.wrap(dek, context)
    service.log.length = 0
    for (const other of [
      { ...context, organisationId: '99999999-2222-4333-8444-555555555555' },
      { ...context, keyId: '9990a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b' },
      { ...context, keyVersion: 8 },
    ]) {
      await expect(key.unwrap(blob, other)).rejects.toMatchObject({ reason: 'wrong_key' })
    }
    await key.unwrap(blob, context)
    expect(service.log.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
      'decrypt refused',
      'decrypt refused',
      'decrypt refused',
      'decrypt ok',
    ])
    const bound = service.log.at(-1)?.bound ?? ''
    const readable = bound + Buffer.from(bound, 'base64').toString('utf8')
    expect(readable).toContain(context.organisationId)
    expect(readable).toContain(context.keyId)
  })

  it('says in one sentence, without a secret, that the service refuses', async () => {
    service.failWith = 403
    try {
      const error: unknown = await key.wrap(dek, context).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(MasterKeyError)
      const { message } = error as Error
      expect(message).toContain('"k1"')
      expect(message).not.toContain(TOKEN)
      await expect(key.unwrap(randomBytes(60), context)).rejects.toBeInstanceOf(MasterKeyError)
      await expect(key.health()).rejects.toBeInstanceOf(MasterKeyError)
    } finally {
      service.failWith = null
    }
  }, 20_000)
})

it('notices bytes lost on the way to Google', async () => {
  const service = await startGcpKms(GCP, { lose: true })
  try {
    const key = gcpKmsKey('k1', GCP, googleOptions(service.url))
    await expect(key.wrap(dek, context)).rejects.toBeInstanceOf(MasterKeyError)
  } finally {
    await service.close()
  }
})

it('computes the sums of RFC 3720', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)))).toBe(0x46dd794e)
})

it.each([
  ['a Google name that is none', { CRED_KEK_k1: 'gcp-kms:utama' }, 'CRED_KEK_k1'],
  [
    'a transit address without a key',
    { CRED_KEK_k1: 'vault-transit:https://vault.test/v1/transit' },
    'CRED_KEK_k1',
  ],
  [
    'a vault without a token',
    { CRED_KEK_k1: 'vault-transit:https://vault.test/v1/transit/keys/kanal' },
    'VAULT_TOKEN',
  ],
])('refuses %s', (_, env, named) => {
  expect(() => masterKeysFromEnv({ ...env, CRED_KEK_ACTIVE: 'k1' })).toThrow(named)
})

it('keeps several kinds side by side, so that a deployment can move from one to the other', async () => {
  const service = await startTransit('kanal', TOKEN)
  try {
    const keks = masterKeysFromEnv({
      CRED_KEK_lama: randomBytes(32).toString('base64'),
      CRED_KEK_baru: `vault-transit:${service.url}/v1/transit/keys/kanal`,
      CRED_KEK_ACTIVE: 'baru',
      VAULT_TOKEN: TOKEN,
    })
    const old = await keks.wrap(dek, context, 'lama')
    const now = await keks.wrap(dek, context)
    expect([old.kekId, now.kekId]).toEqual(['lama', 'baru'])
    expect(await keks.unwrap(old.blob, 'lama', context)).toEqual(dek)
    expect(await keks.unwrap(now.blob, 'baru', context)).toEqual(dek)
    await expect(keks.unwrap(old.blob, 'baru', context)).rejects.toMatchObject({ reason: 'wrong_key' })
  } finally {
    await service.close()
  }
})
