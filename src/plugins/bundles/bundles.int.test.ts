import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BundleError } from './format/bundle-error.ts'
import { canonicalJson } from '../audit/canonical.ts'
import { Secret } from '../credentials/crypto/secret.ts'
import { Refusal } from '../security/endpoint/refusal.ts'
import { importBundle } from './import.ts'
import {
  everything,
  examined,
  exported,
  imported,
  PASSPHRASE,
  remembering,
  startInstance,
  type Instance,
} from './testing/instance.ts'
import { unlockFor } from './unlock.ts'

let here: Instance
let there: Instance
beforeAll(async () => {
  ;[here, there] = await Promise.all([startInstance(), startInstance()])
})
afterAll(() => Promise.all([here?.database.drop(), there?.database.drop()]))

const valuesOf = () => ({
  appId: '2001887',
  appKey: randomBytes(24).toString('base64'),
  pushKey: `kunci "dengan" tanda \\ dan é漢🙂 ${randomBytes(6).toString('hex')}`,
})
const faultOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof BundleError) return error.fault
      if (error instanceof Refusal) return error.problem.code
      throw error
    },
  )

describe('settings in a bundle', () => {
  it('arrive unchanged in another organisation, and in another database under other master keys', async () => {
    const from = await here.organisation('Toko Asal')
    const values = { alpha: valuesOf(), beta: { ...valuesOf(), note: 'catatan' } }
    await here.store(from, 'alpha', values.alpha)
    await here.store(from, 'beta', values.beta, 'sandbox')
    for (const instance of [here, there]) {
      const to = await instance.organisation('Toko Tujuan')
      const bundle = await exported(from, ['alpha', 'beta'])
      expect((await imported(to, bundle)).map(({ adapter }) => adapter.id).sort()).toEqual(['alpha', 'beta'])
      expect(await instance.stored(to, 'alpha')).toEqual(values.alpha)
      expect(await instance.stored(to, 'beta')).toEqual(values.beta)
      const { rows } = await instance.kanal.pool.query(
        `select i.marketplace, i.environment, i.status::text, v.kind from integrations i
         join cred_versions v on v.owner_id = i.id where i.organisation_id = $1 order by 1`,
        [to.organisationId],
      )
      expect(rows).toEqual([
        { marketplace: 'alpha', environment: 'live', status: 'unverified', kind: 'import' },
        { marketplace: 'beta', environment: 'sandbox', status: 'unverified', kind: 'import' },
      ])
    }
  })

  it('can be sealed for one instance alone, once', async () => {
    const from = await here.organisation()
    const [to, other] = [await there.organisation(), await there.organisation()]
    const values = valuesOf()
    await here.store(from, 'alpha', values)
    const key = await there.newKey(to)
    const bundle = await exported(from, ['alpha'], { recipient: key })
    const second = await exported(from, ['alpha'], { recipient: key })
    expect(await faultOf(examined(other, bundle))).toBe('key_gone')
    await imported(to, bundle)
    expect(await there.stored(to, 'alpha')).toEqual(values)
    expect(await faultOf(imported(to, second))).toBe('key_gone')
    const { rows } = await there.kanal.pool.query('select sealed_private from import_keys where id = $1', [
      key.id,
    ])
    expect(rows).toEqual([{ sealed_private: null }])
  })

  it('is not opened by a key that was replaced or has expired', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    const [old, current] = [await there.newKey(to), await there.newKey(to)]
    expect(await faultOf(examined(to, await exported(from, ['alpha'], { recipient: old })))).toBe('key_gone')
    const bundle = await exported(from, ['alpha'], { recipient: current })
    await there.kanal.pool.query(
      `update import_keys set created_at = created_at - interval '25 hours', expires_at = expires_at - interval '25 hours'
       where id = $1`,
      [current.id],
    )
    expect(await faultOf(examined(to, bundle))).toBe('key_gone')
  })

  it('say before anything is stored what is new, the same and in conflict, and what cannot be', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    const same = valuesOf()
    const values = valuesOf()
    await here.store(from, 'alpha', same)
    await here.store(from, 'beta', values)
    await here.store(from, 'gamma', valuesOf())
    await there.store(to, 'alpha', same)
    await there.store(to, 'beta', { ...values, appKey: 'a-different-key', note: 'mine' }, 'sandbox')
    const before = await there.writes()
    const bundle = await exported(from, ['alpha', 'beta', 'gamma'])
    const report = (await examined(to, bundle)).entries.map((each) => each.report)
    expect(await there.writes()).toEqual(before)
    expect(report.map(({ adapter, state }) => [adapter, state])).toEqual([
      ['alpha', 'same'],
      ['beta', 'conflict'],
      ['gamma', 'new'],
    ])
    expect(report[1]).toMatchObject({
      environment: 'live',
      environmentBefore: { id: 'Uji', en: 'Sandbox' },
      version: 1,
    })
    expect(report[1]?.fields.map(({ field, state }) => [field, state])).toEqual([
      ['appId', 'same'],
      ['appKey', 'different'],
      ['pushKey', 'same'],
      ['note', 'goes'],
    ])
    for (const value of [...Object.values(same), ...Object.values(values)])
      expect(JSON.stringify(report)).not.toContain(value)

    const found = await examined(to, bundle)
    const choices = everything(found).filter(({ adapter }) => adapter === 'beta')
    await importBundle(to, to.organisationId, found, choices)
    expect(await there.stored(to, 'beta')).toEqual(values)
    expect(
      await faultOf(
        there.stored(to, 'gamma').then(
          () => 'stored',
          () => Promise.reject(new BundleError('key_gone')),
        ),
      ),
    ).toBe('key_gone')
  })

  it('are refused where the integration, the environment, the fields or connected shops stand against it', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    await here.store(from, 'beta', valuesOf(), 'nowhere')
    await here.store(from, 'gamma', { ...valuesOf(), appKey: 'short' })
    await there.store(to, 'alpha', valuesOf(), 'sandbox')
    await there.kanal.pool.query(
      `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id)
       select organisation_id, 'Toko', marketplace, 'S1', id from integrations where organisation_id = $1`,
      [to.organisationId],
    )
    const bundle = await exported(from, ['alpha', 'beta', 'gamma'])
    const obstacles = async (): Promise<unknown> =>
      (await examined(to, bundle)).entries.map(({ report }) => report.obstacle)
    expect(await obstacles()).toEqual(['shops_connected', 'unknown_environment', 'wrong_form'])
    const before = await there.writes()
    expect(await faultOf(imported(to, bundle))).toBe('entry_impossible')
    expect(await there.writes()).toEqual(before)
    const adapter = there.kanal.adapters.get('gamma')
    ;(there.kanal.adapters as Map<string, unknown>).delete('gamma')
    expect(await obstacles()).toEqual(['shops_connected', 'unknown_environment', 'unknown_adapter'])
    ;(there.kanal.adapters as Map<string, unknown>).set('gamma', adapter)
  })

  it('leave nothing behind with a wrong passphrase, or when something changed since the report', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    await here.store(from, 'beta', valuesOf())
    const bundle = await exported(from, ['alpha', 'beta'])
    const before = await there.writes()
    expect(await faultOf(imported(to, bundle, { passphrase: `${PASSPHRASE}!` }))).toBe('wrong_passphrase')
    expect(await there.writes()).toEqual(before)
    const found = await examined(to, bundle)
    await there.store(to, 'beta', valuesOf())
    const changed = await there.writes()
    expect(await faultOf(importBundle(to, to.organisationId, found, everything(found)))).toBe(
      'changed_since_report',
    )
    expect(await there.writes()).toEqual(changed)
    await imported(to, bundle)
  })

  it('is the same passphrase however its letters are composed', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    const bundle = await exported(from, ['alpha'], { passphrase: new Secret('caf\u00e9-kursi-awan-42') })
    expect(await faultOf(examined(to, bundle, { passphrase: 'cafe\u0301-kursi-awan-42' }))).toBe('done')
  })
})

describe('T13', () => {
  it('T13: a bundle is taken in once: a replay is refused, and of 100 at once one goes through', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    const bundle = await exported(from, ['alpha'])
    const unlock = remembering(
      unlockFor(there.kanal, { organisationId: to.organisationId, passphrase: new Secret(PASSPHRASE) }),
    )
    const found = await examined(to, bundle, { unlock })
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () =>
        faultOf(importBundle(to, to.organisationId, found, everything(found))),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(new Set(outcomes)).toEqual(new Set(['done', 'bundle_already_imported']))
    expect(await faultOf(imported(to, bundle, { unlock }))).toBe('bundle_already_imported')
    const { rows } = await there.kanal.pool.query(
      'select count(*)::int as n from cred_versions where organisation_id = $1',
      [to.organisationId],
    )
    expect(rows).toEqual([{ n: 1 }])
    // Another organisation may take it in, once as well.
    const other = await there.organisation()
    await imported(other, bundle, { unlock })
    expect(await faultOf(imported(other, bundle, { unlock }))).toBe('bundle_already_imported')
  })

  it('a one-time key opens one bundle, also when two race for it', async () => {
    const from = await here.organisation()
    const to = await there.organisation()
    await here.store(from, 'alpha', valuesOf())
    await here.store(from, 'beta', valuesOf())
    const recipient = await there.newKey(to)
    const found = await Promise.all(
      ['alpha', 'beta'].map(async (name) => examined(to, await exported(from, [name], { recipient }))),
    )
    const outcomes = await Promise.all(
      found.map((each) => faultOf(importBundle(to, to.organisationId, each, everything(each)))),
    )
    expect(outcomes.sort()).toEqual(['done', 'key_gone'])
  })
})

describe('the trail of an export', () => {
  it('is written, and the owners told, before a value is opened; without it there is no bundle', async () => {
    const from = await here.organisation()
    const values = valuesOf()
    await here.store(from, 'alpha', values)
    const { pool } = here.kanal
    const uses = async (): Promise<unknown> =>
      (
        await pool.query('select last_used_at from cred_heads where organisation_id = $1', [
          from.organisationId,
        ])
      ).rows[0]
    const unused = await uses()
    const full: typeof here.kanal.audit = Object.assign(
      Object.create(here.kanal.audit) as typeof here.kanal.audit,
      {
        record: () => Promise.reject(new Error('the trail is full')),
      },
    )
    await expect(exported({ ...from, kanal: { ...here.kanal, audit: full } }, ['alpha'])).rejects.toThrow(
      'full',
    )
    expect(await uses()).toEqual(unused)
    await exported(from, ['alpha'])
    const { rows } = await pool.query(
      `select target_type, outcome, reason, fields from audit_events
       where organisation_id = $1 and action = 'settings.export' order by created_at, id`,
      [from.organisationId],
    )
    expect(rows).toEqual([
      {
        target_type: 'bundle',
        outcome: 'ok',
        reason: 'pindah server (passphrase)',
        fields: ['alpha.appId', 'alpha.appKey', 'alpha.pushKey'],
      },
      {
        target_type: 'integration',
        outcome: 'ok',
        reason: 'pindah server',
        fields: ['appId', 'appKey', 'pushKey'],
      },
    ])
    const notices = await pool.query(
      `select params::text as said from notice_incidents where organisation_id = $1 and kind = 'export.made'`,
      [from.organisationId],
    )
    expect(notices.rows).toHaveLength(1)
    for (const value of Object.values(values)) {
      expect(canonicalJson(rows)).not.toContain(value)
      expect(notices.rows[0].said).not.toContain(value)
    }
  })
})
