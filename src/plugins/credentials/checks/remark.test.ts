import { describe, expect, it } from 'vitest'
import {
  describeCredentials,
  type CredentialSchema,
  type IntegrationAdapter,
} from '../../../adapters/contract.ts'
import { lazada } from '../../../adapters/marketplaces/lazada/index.ts'
import { shopee } from '../../../adapters/marketplaces/shopee/index.ts'
import { tiktokShop } from '../../../adapters/marketplaces/tiktok-shop/index.ts'
import { redis } from '../../../adapters/services/redis/index.ts'
import { s3 } from '../../../adapters/services/s3/index.ts'
import { sentry } from '../../../adapters/services/sentry/index.ts'
import { smtp } from '../../../adapters/services/smtp/index.ts'
import { remarkOn, type Remark, type Typed } from './remark.ts'

const adapters = {
  shopee: shopee(),
  tiktok: tiktokShop(),
  lazada: lazada(),
  smtp: smtp(),
  redis: redis(),
  s3: s3(),
  sentry: sentry(),
} satisfies Record<string, IntegrationAdapter>

const HEX40 = 'f3d2ca947f16a50b577c036adecd18bec126ea19'
const HEX64 = '4b616e616c2d53616e64626f782d44656d6f2d506172746e65722d4b65792031'
const SHPK = `shpk${HEX64.slice(4)}`
const LETTERS = 'abcdefghijklmnop'
const DSN = `https://${'a'.repeat(32)}@o1.ingest.sentry.io/456`

function look(
  name: keyof typeof adapters,
  key: string,
  value: string,
  rest: Partial<Omit<Typed, 'values'>> & { values?: Record<string, string> } = {},
): Remark | null {
  const schema: CredentialSchema = adapters[name].credentials
  const fields = describeCredentials(schema)
  const field = fields.find((each) => each.key === key)
  if (!field) throw new Error(`no field ${key}`)
  return remarkOn(field, {
    fields,
    fits: (each, typed) => schema.shape[each.key]?.safeParse(typed).success ?? false,
    ...rest,
    values: { ...rest.values, [key]: value },
  })
}

describe('what is as it should be', () => {
  it.each<[keyof typeof adapters, string, string, Record<string, string>?]>([
    ['shopee', 'partnerId', '2001887'],
    ['shopee', 'partnerKey', HEX64],
    ['shopee', 'partnerKey', SHPK],
    ['tiktok', 'appKey', '6abcd1efgh2ij'],
    ['tiktok', 'appSecret', HEX40],
    ['tiktok', 'serviceId', '7171234567890123456'],
    ['lazada', 'appKey', '131887'],
    ['lazada', 'appSecret', 'Kanal-Sandbox-Lazada-Demo-Secret'],
    ['smtp', 'host', 'smtp.gmail.com'],
    ['smtp', 'user', 'toko@example.com'],
    ['smtp', 'password', 'any pass:word "quoted" here', { host: 'mail.example.com' }],
    ['smtp', 'password', LETTERS, { host: 'smtp.gmail.com' }],
    ['smtp', 'fromName', 'Toko "Melati", Solo'],
    ['redis', 'host', '2001:db8::1'],
    ['s3', 'accessKeyId', 'AKIAIOSFODNN7EXAMPLE', { endpoint: '' }],
    ['s3', 'accessKeyId', 'minioadmin', { endpoint: 'https://minio.example.com' }],
    ['s3', 'accessKeyId', 'minioadmin'],
    ['s3', 'secretAccessKey', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', { endpoint: '' }],
    ['sentry', 'dsn', DSN],
  ])('nothing is said of %s %s %s', (name, key, value, values = {}) => {
    expect(look(name, key, value, { values })).toBeNull()
  })
})

describe('forms that are usual but not documented', () => {
  it.each<[string, keyof typeof adapters, string, string, RegExp, RegExp, Record<string, string>?]>([
    [
      'one letter lost',
      'shopee',
      'partnerKey',
      HEX64.slice(1),
      /64 huruf heksa.* ini 63: satu karakter hilang\?/,
      /63: one character missing\?/,
    ],
    [
      'two too many',
      'tiktok',
      'appSecret',
      `${HEX40}ab`,
      /ini 42: kelebihan dua karakter\?/,
      /42: two characters too many\?/,
    ],
    ['half of it', 'lazada', 'appSecret', 'a'.repeat(20), /ini 20\. Salin seluruhnya/, /20\. Copy all of it/],
    [
      'a strange letter',
      'shopee',
      'partnerKey',
      `${HEX64.slice(0, 16)}z${HEX64.slice(17)}`,
      /Karakter ke-17 bukan angka atau huruf a-f/,
      /Character 17 is not/,
    ],
    [
      'account password at Gmail',
      'smtp',
      'password',
      'Rahasia-Toko-99',
      /bukan huruf kecil/,
      /lower-case/,
      { host: 'smtp.gmail.com' },
    ],
    [
      'another key of Amazon',
      's3',
      'accessKeyId',
      'ASIAIOSFODNN7EXAMPLE',
      /diawali AKIA/,
      /begins with AKIA/,
      { endpoint: '' },
    ],
    [
      'region of R2',
      's3',
      'region',
      'ap-southeast-3',
      /diawali auto/,
      /begins with auto/,
      { endpoint: 'https://x.r2.cloudflarestorage.com' },
    ],
  ])('%s is a hint, never a refusal', (_, name, key, value, id, en, values = {}) => {
    const remark = look(name, key, value, { values })
    expect(remark?.severity).toBe('hint')
    expect(remark?.text.id).toMatch(id)
    expect(remark?.text.en).toMatch(en)
  })

  it('waits with what typing on may mend', () => {
    expect(look('shopee', 'partnerKey', HEX64.slice(0, 40))?.isEarly).toBe(true)
    expect(look('shopee', 'partnerKey', `${HEX64}0`)?.isEarly).toBe(false)
  })

  it('offers the digit in place of the letter that looks like it', () => {
    expect(look('lazada', 'appKey', '1O1887')).toMatchObject({ severity: 'refusal', mend: '101887' })
  })
})

describe('common slips', () => {
  it.each<[string, keyof typeof adapters, string, string, string | null, RegExp, Record<string, string>?]>([
    ['an invisible character', 'shopee', 'partnerKey', `\u200b${HEX64}`, HEX64, /tak terlihat/],
    ['a blank that does not break', 'shopee', 'partnerId', '200\u00a01887', '2001887', /tak terlihat/],
    ['quotes', 'tiktok', 'appSecret', `"${HEX40}"`, HEX40, /kutip/],
    ['curly quotes and a comma', 'tiktok', 'appSecret', `“${HEX40}”,`, HEX40, /kutip/],
    ['blanks inside', 'shopee', 'partnerKey', `${HEX64.slice(0, 32)} ${HEX64.slice(32)}`, HEX64, /spasi/],
    ['the label as well', 'shopee', 'partnerKey', `Partner Key: ${HEX64}`, HEX64, /Nama kolom/],
    ['a line of JSON', 'tiktok', 'appSecret', `"app_secret": "${HEX40}",`, HEX40, /Nama kolom/],
    ['a line of .env', 'tiktok', 'appKey', 'TIKTOK_APP_KEY=6abcd1efgh2ij', '6abcd1efgh2ij', /Nama kolom/],
    ['label and value without a colon', 'shopee', 'partnerId', 'Partner ID 2001887', '2001887', /Nama kolom/],
    [
      'the label of another field',
      'lazada',
      'appSecret',
      'App Key: 131887',
      null,
      /App Key, bukan App Secret/,
    ],
    [
      'the whole link',
      'tiktok',
      'serviceId',
      'https://services.tiktokshop.com/open/authorize?service_id=7171234567890123456',
      '7171234567890123456',
      /lebih dari Service ID/,
    ],
    [
      'the address instead of the server',
      'smtp',
      'host',
      'https://smtp.example.com/',
      'smtp.example.com',
      /lebih dari/,
    ],
    ['server and port', 'redis', 'host', 'redis.example.com:6379', 'redis.example.com', /lebih dari/],
    ['a server that sounds like a label', 'smtp', 'host', 'mail.server:465', 'mail.server', /lebih dari/],
    [
      'a Redis address',
      'redis',
      'host',
      'rediss://default:s3cret@eu.redis.example.com:6379',
      'eu.redis.example.com',
      /lebih dari/,
    ],
    ['name and address', 'smtp', 'fromAddress', 'Toko <toko@example.com>', 'toko@example.com', /lebih dari/],
    [
      'an address with the bucket',
      's3',
      'endpoint',
      'https://s3.example.com/kanal-media',
      'https://s3.example.com',
      /lebih dari/,
    ],
    ['a line of code', 'sentry', 'dsn', `Sentry.init({ dsn: "${DSN}" })`, DSN, /lebih dari/],
    ['a mail address', 'tiktok', 'appSecret', 'toko@example.com', null, /alamat email, bukan App Secret/],
    ['dots that hide a value', 'shopee', 'partnerKey', '••••••••••••••••', null, /samaran/],
    ['stars that hide a value', 'lazada', 'appSecret', 'ab****************cd', null, /samaran/],
    ['a value cut off', 'tiktok', 'appSecret', `${HEX40.slice(0, 20)}…`, null, /terpotong/],
    [
      'the key where the number belongs',
      'shopee',
      'partnerId',
      HEX64,
      null,
      /seperti Partner Key, bukan Partner ID/,
    ],
    [
      'the number where the key belongs',
      'tiktok',
      'appKey',
      '7171234567890123456',
      null,
      /seperti Service ID, bukan App Key/,
    ],
    [
      'the same twice',
      'lazada',
      'appSecret',
      'a'.repeat(32),
      null,
      /sama dengan App Key/,
      { appKey: 'a'.repeat(32) },
    ],
    [
      'an app password as Gmail shows it',
      'smtp',
      'password',
      'abcd efgh ijkl mnop',
      LETTERS,
      /untuk dibaca/,
      { host: 'smtp.gmail.com' },
    ],
  ])('%s', (_, name, key, value, mend, id, values = {}) => {
    const remark = look(name, key, value, { values })
    expect(remark?.text.id).toMatch(id)
    expect(remark?.mend).toBe(mend)
    const schema: CredentialSchema = adapters[name].credentials
    expect(remark?.severity).toBe(schema.shape[key]?.safeParse(value).success ? 'hint' : 'refusal')
    if (mend !== null) expect(schema.shape[key]?.safeParse(mend).success).toBe(true)
  })

  it('names the environment a copied label belongs to', () => {
    const live = { environment: 'live' }
    expect(look('shopee', 'partnerKey', `Test Key: ${HEX64}`, live)?.text.en).toContain('other environment')
    expect(look('shopee', 'partnerKey', `Live Key: ${HEX64}`, live)?.mend).toBe(HEX64)
  })

  it('recognises the ending of the key of the other environment', () => {
    const endingsElsewhere = { partnerKey: HEX64.slice(-4) }
    expect(look('shopee', 'partnerKey', HEX64, { endingsElsewhere })?.text.id).toContain('lingkungan lain')
  })
})

describe('a remark', () => {
  it('repeats nothing of a secret, whatever was typed', () => {
    const typed = [
      'S3CRET-value',
      `"S3CRET"`,
      'App Secret: S3CRET',
      'S3CRET S3CRET',
      'S3CRET@x.id',
      'S3CRET…',
      '****S3CRET',
    ]
    for (const [name, adapter] of Object.entries(adapters)) {
      for (const { key, secret } of describeCredentials(adapter.credentials)) {
        for (const value of secret ? typed : []) {
          const remark = look(name as keyof typeof adapters, key, value)
          expect(JSON.stringify(remark?.text ?? '')).not.toMatch(/S3CRET/)
        }
      }
    }
  })

  it('survives any text, in no time', () => {
    const odd = [
      '\u0000',
      '\ud800',
      '('.repeat(5000),
      'a:'.repeat(4000),
      `"${'"'.repeat(8000)}`,
      ' '.repeat(8000),
      'a '.repeat(4000),
    ]
    for (const [name, adapter] of Object.entries(adapters)) {
      for (const { key } of describeCredentials(adapter.credentials)) {
        for (const value of odd) {
          const started = performance.now()
          look(name as keyof typeof adapters, key, value)
          expect(performance.now() - started, `${name} ${key}`).toBeLessThan(500)
        }
      }
    }
  })
})
