import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSecurityDesk, type SecurityDesk, type Someone } from '../../security/testing/desk.ts'
import { kanalOf } from '../../context.ts'
import { integrationIdOf } from '../../credentials/endpoints/integration-id.ts'
import { save, set } from '../../credentials/testing/fixtures.ts'

const PASSPHRASE = 'pelangi-kursi-awan-42-teko'
const KEY = '4b616e616c2d53616e64626f782d44656d6f2d506172746e65722d4b65792031'

let desk: SecurityDesk
let owner: Someone
let elsewhere: string
let receiver: Someone
beforeAll(async () => {
  desk = await openSecurityDesk()
  owner = await desk.person('pemilik', 'owner')
  elsewhere = String(
    (
      await desk.payload.create({
        collection: 'organisations',
        data: { name: 'Toko Lain', timeZone: 'Asia/Jakarta' },
      })
    ).id,
  )
  receiver = await desk.person('penerima', 'owner', elsewhere)
  const { pool, vault } = kanalOf(desk.payload)
  const ownerId = integrationIdOf(desk.organisation, 'shopee')
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, 'shopee', 'live')`,
    [ownerId, desk.organisation],
  )
  const place = {
    organisationId: desk.organisation,
    ownerType: 'integration',
    ownerId,
    slug: 'shopee',
  } as const
  await save(pool, vault, place, { partnerId: set('2001887'), partnerKey: set(KEY) })
})
afterAll(() => desk?.stop())
beforeEach(() => desk.forgetTries())

const order = (more: object = {}) => ({
  organisation: desk.organisation,
  integrations: ['shopee'],
  reason: 'pindah server',
  sealedFor: { passphrase: PASSPHRASE },
  ...more,
})
const take = (as: Someone, body: object = order()) => desk.send('POST', '/bundles/export', { as, body })
const fileOf = async (body?: object): Promise<string> => {
  const { status, body: file } = await take(owner, body)
  expect(status).toBe(200)
  return JSON.stringify(file)
}

describe('the endpoints of bundles', () => {
  it('are for owners, in their own organisation', async () => {
    const admin = await desk.person('admin', 'admin')
    for (const as of [admin, receiver]) {
      for (const [path, body] of [
        ['export', order()],
        ['check', { organisation: desk.organisation, bundle: '{}' }],
        [
          'import',
          {
            organisation: desk.organisation,
            bundle: '{}',
            choices: [{ adapter: 'shopee', action: 'store', expectedVersion: 0 }],
          },
        ],
        ['import-key', { organisation: desk.organisation }],
      ] as const) {
        const { status } = await desk.send('POST', `/bundles/${path}`, { as, body })
        expect([path, status]).toEqual([path, 403])
      }
    }
    expect((await desk.audit('settings.export')).map(({ outcome }) => outcome)).toEqual(['denied', 'denied'])
  })

  it('never give out an open file, nor one with a passphrase that is easily guessed', async () => {
    const guessed = ['password1234', 'rahasiarahasia', 'pemilikpemilik', 'aaaaaaaaaaaaaaaa', '123456789012']
    for (const passphrase of guessed) {
      const { status, body } = await take(owner, order({ sealedFor: { passphrase } }))
      expect([passphrase, status, body.problem?.code]).toEqual([passphrase, 422, 'weak_passphrase'])
    }
    for (const sealedFor of [{}, null, { passphrase: '' }, { open: true }]) {
      expect((await take(owner, order({ sealedFor }))).status).toBe(400)
    }
    const { status, body } = await take(owner, order({ sealedFor: { recipient: 'kanal-penerima-1.AAAA' } }))
    expect([status, body.problem?.code]).toEqual([422, 'not_a_key'])
    await desk.forgetTries()
    expect((await take(owner, order({ reason: 'x' }))).status).toBe(400)
  })

  it('take a file from one organisation to another, once, and say each step in the trail', async () => {
    const key = await desk.send('POST', '/bundles/import-key', {
      as: receiver,
      body: { organisation: elsewhere },
    })
    const file = await fileOf(order({ sealedFor: { recipient: key.body.text } }))
    expect(file).not.toContain(KEY)
    const upload = { organisation: elsewhere, bundle: file }
    const { status, body } = await desk.send('POST', '/bundles/check', { as: receiver, body: upload })
    expect([status, body.source]).toEqual([200, 'Toko Sari'])
    expect(JSON.stringify(body)).not.toContain(KEY)
    const choices = [{ adapter: 'shopee', action: 'store', expectedVersion: 0 }]
    const start = () => desk.send('POST', '/bundles/import', { as: receiver, body: { ...upload, choices } })
    const first = await start()
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toContain('ndjson')
    const second = await start()
    expect([second.status, second.body.problem?.code]).toEqual([409, 'bundle_already_imported'])
    const rows = (await desk.audit('settings.import')).filter(({ outcome }) => outcome !== 'denied')
    expect(rows.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['ok', 'from Toko Sari'],
      ['ok', '1 of 1 entries stored'],
      ['failed', 'bundle_already_imported'],
    ])
  })

  it('count what a person does', async () => {
    for (let n = 0; n < 10; n += 1) await take(owner, order({ sealedFor: { recipient: 'no key' } }))
    const { status, body, headers } = await take(owner)
    expect([status, body.problem?.code]).toEqual([429, 'too_often'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_000)
  })
})
