import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAuthenticatorApp, addFirstPasskey, attachPasskeyDevice } from './support/authenticator.ts'
import { keep, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, cardOf, openForm, PARTNER, saveForm, saveKeys } from './support/steps.ts'
import { until } from './support/until.ts'

/**
 * The whole life of a credential, as its owner lives it: typed in, tested, refused, changed, taken back, looked at,
 * sealed anew, carried away in a bundle, disconnected, brought back; and written down throughout. Steps build on each
 * other.
 */
const WRONG_KEY = 'deadbeef'.repeat(8)
const PUSH_KEY = '70757368'.repeat(8)
const REASON = 'cocokkan dengan konsol Shopee'
const SHOWN_SECONDS = 15

let kanal: RunningKanal
let browser: Browser
let page: Page
let bundle = ''
let passphrase = ''

beforeAll(async () => {
  kanal = await startKanal()
  browser = await openBrowser()
  page = await openPage(browser)
  await attachPasskeyDevice(page)
  await becomeFirstOwner(page, kanal)
})
afterAll(async () => {
  await browser?.close()
  await kanal?.stop()
})

const rows = async <T extends object>(query: string, values: unknown[] = []): Promise<T[]> =>
  (await kanal.database.pool.query<T>(query, values)).rows
const oldProofs = () => kanal.database.pool.query(`update auth_step_ups set at = at - interval '6 minutes'`)
const dialog = () => page.getByRole('dialog', { name: 'Konfirmasi identitas' })
async function proveByPasskey(): Promise<void> {
  await dialog().waitFor()
  await dialog().getByRole('button', { name: 'Pakai kunci sandi (passkey)' }).click()
  await dialog().waitFor({ state: 'detached' })
}
/** What is in force: version, and the last four characters of the partner key. */
const inForce = async (): Promise<{ version: number; status: string } | undefined> =>
  (await rows<{ version: number; status: string }>('select version::int, status::text from integrations'))[0]
const openTab = (name: string) => page.getByRole('tab', { name, exact: true }).click()
const said = (text: string) => page.getByText(text).first().waitFor()

it('has an owner with two second factors', async () => {
  await visit(page, `${kanal.url}/admin/security`)
  await addFirstPasskey(page, 'Laptop toko')
  await addAuthenticatorApp(page, kanal)
  await until(
    () => rows('select 1 from auth_totp where confirmed_at is not null'),
    (confirmed) => confirmed.length === 1,
  )
  expect(await rows('select 1 from auth_passkeys')).toHaveLength(1)
})

it('is tested before it is stored', async () => {
  await openForm(page, kanal, 'Shopee')
  await page.locator('input[name="credential-partnerId"]').fill(PARTNER.id)
  await page.locator('input[name="credential-partnerKey"]').fill(PARTNER.key)
  await page.getByRole('button', { name: 'Uji koneksi' }).last().click()
  await said('Koneksi berhasil: kredensial diterima.')
  expect(await rows('select 1 from cred_values')).toEqual([])
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
  await said('Kredensial teruji dan tersimpan')
  expect(await inForce()).toEqual({ version: 1, status: 'active' })
})

it('stays when a wrong one is typed over it, and the cause is said', async () => {
  await openForm(page, kanal, 'Shopee')
  await saveKeys(page, WRONG_KEY)
  await said(`Partner Key tidak cocok dengan Partner ID ${PARTNER.id}`)
  await said('Nilai lama tetap dipakai')
  await keep(page, 'life-wrong-key')
  expect(await inForce()).toEqual({ version: 1, status: 'active' })
})

it('gets a second version, and the first one back', async () => {
  await openForm(page, kanal, 'Shopee')
  await saveForm(page, { pushKey: PUSH_KEY })
  await said('Kredensial teruji dan tersimpan')
  expect(await inForce()).toEqual({ version: 2, status: 'active' })
  await openForm(page, kanal, 'Shopee')
  await openTab('Riwayat')
  await keep(page, 'life-history')
  await page.getByRole('button', { name: 'Kembalikan Versi 1' }).click()
  await page.getByRole('button', { name: 'Ya, uji lalu kembalikan' }).click()
  await said('Versi lama teruji dan dipakai lagi.')
  expect(await inForce()).toEqual({ version: 3, status: 'active' })
  await said('nilai versi 1')
})

it('is shown to nobody until an owner allows it, proves who she is and says why; then for fifteen seconds', async () => {
  await openTab('Konfigurasi')
  await page.getByRole('button', { name: 'Nyalakan' }).click()
  await page.getByRole('button', { name: 'Matikan' }).waitFor()
  await oldProofs()
  await page.getByRole('button', { name: 'Tampilkan nilai: Partner Key' }).click()
  await page.getByLabel('Mengapa Anda perlu melihatnya?').fill(REASON)
  await page.getByRole('button', { name: `Tampilkan ${SHOWN_SECONDS} detik` }).click()
  await proveByPasskey()
  const shown = page.locator('code.kanal-reveal__value')
  await expect.poll(() => shown.textContent(), { timeout: 20_000 }).toBe(PARTNER.key)
  const from = Date.now()
  const [reveal] = await rows<{ reason: string }>(
    `select reason from audit_events where action = 'credential.reveal' and outcome = 'ok'`,
  )
  expect(reveal?.reason).toContain(REASON)
  await shown.waitFor({ state: 'detached' })
  expect(Date.now() - from).toBeLessThan((SHOWN_SECONDS + 5) * 1000)
  await said('Nilai disembunyikan lagi.')
  expect(await page.content()).not.toContain(PARTNER.key)
  const kept = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      await indexedDB.databases(),
      await Promise.all(
        (await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map(({ url }) => url),
        ),
      ),
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
    ]),
  )
  expect(kept).not.toContain(PARTNER.key)
})

it('is sealed anew with another key of the organisation, and still works', async () => {
  await visit(page, `${kanal.url}/admin/encryption-keys`)
  await page.getByRole('button', { name: 'Ganti kunci', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ganti kunci', exact: true }).click()
  await until(
    () => rows<{ state: string }>(`select state from cred_keys order by version`),
    (keys) => keys.length === 2 && keys[1]?.state === 'active',
  )
  await until(
    () => rows<{ state: string }>('select state from key_rotations'),
    (rotations) => rotations.length === 1 && rotations[0]?.state === 'done',
    90_000,
  )
  await visit(page, `${kanal.url}/admin/integrations`)
  await cardOf(page, 'Shopee').getByRole('button', { name: 'Uji koneksi' }).click()
  await said('Koneksi baik.')
})

it('leaves in a bundle that opens with the passphrase alone', async () => {
  await visit(page, `${kanal.url}/admin/export-import`)
  await page.getByRole('button', { name: 'Buatkan frasa sandi' }).click()
  passphrase = await page.locator('#kanal-export-passphrase').inputValue()
  await page.locator('#kanal-export-reason').fill('pindah ke server baru')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Unduh berkas ekspor' }).click(),
  ])
  bundle = await download.path()
  const text = await readFile(bundle, 'utf8')
  for (const secret of [PARTNER.key, passphrase, Buffer.from(PARTNER.key).toString('base64url')])
    expect(text).not.toContain(secret)
  await keep(page, 'life-bundle')
})

it('is gone when it is disconnected', async () => {
  await visit(page, `${kanal.url}/admin/integrations`)
  await cardOf(page, 'Shopee').getByRole('button', { name: 'Putuskan' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Putuskan', exact: true }).click()
  await said('Integrasi diputuskan.')
  expect(await inForce()).toMatchObject({ status: 'draft' })
  expect(await rows(`select 1 from cred_heads where fields <> '{}'`)).toEqual([])
})

it('comes back from the bundle, and is tested', async () => {
  await visit(page, `${kanal.url}/admin/export-import`)
  await page.locator('#kanal-import-file').setInputFiles(bundle)
  await page.locator('#kanal-import-passphrase').fill(passphrase)
  await page.getByRole('button', { name: 'Periksa berkas' }).click()
  await page.getByRole('button', { name: 'Impor (1)' }).click()
  await said('Impor selesai')
  await keep(page, 'life-import')
  expect(await inForce()).toMatchObject({ status: 'active' })
  expect(await page.content()).not.toContain(PARTNER.key)
})

it('has every step in an audit trail that is intact', async () => {
  const told = await rows<{ step: string }>(
    `select action || ' ' || outcome as step from audit_events group by 1 order by min(created_at)`,
  )
  expect(told.map(({ step }) => step)).toEqual(
    expect.arrayContaining([
      'security.factor_add ok',
      'credential.create ok',
      'credential.update failed',
      'credential.update ok',
      'credential.rollback ok',
      'credential.reveal_on ok',
      'security.step_up ok',
      'credential.reveal_grant ok',
      'credential.reveal ok',
      'key.rotate ok',
      'credential.test ok',
      'settings.export ok',
      'integration.disconnect ok',
      'settings.import ok',
    ]),
  )
  await kanal.database.pool.query(`select graphile_worker.add_job('audit.verify', '{}'::json)`)
  await until(
    () =>
      rows(`select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'audit.verify' and j.run_at <= now()`),
    (jobs) => jobs.length === 0,
  )
  await visit(page, `${kanal.url}/admin/audit`)
  await said('Utuh')
  for (const words of ['mengimpor pengaturan', 'mengekspor pengaturan', 'menampilkan kredensial'])
    await said(words)
  await keep(page, 'life-audit')
})

it('rang the bell for what an owner should know', async () => {
  await page.getByRole('button', { name: /^Pemberitahuan/ }).click()
  const panel = page.locator('dialog.kanal-bell__panel')
  await panel.getByText('membuat ekspor').first().waitFor()
  await panel.getByText('Cara masuk akun Anda berubah').first().waitFor()
  expect(await rows(`select 1 from notice_incidents where kind = 'credential.revealed'`)).toHaveLength(1)
  await keep(page, 'life-bell')
})

it('was printed nowhere', () => {
  for (const secret of [PARTNER.key, WRONG_KEY, PUSH_KEY, passphrase])
    expect(kanal.logs()).not.toContain(secret)
})
