import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attachPasskeyDevice, freshCode as freshCodeOf } from './support/authenticator.ts'
import { keep, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, OWNER } from './support/steps.ts'

/**
 * The life of second factors as an owner meets it, with a passkey of Chromium's virtual authenticator and codes of an
 * authenticator app. The steps build on each other.
 */
let kanal: RunningKanal
let browser: Browser
let page: Page
let secret = ''

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

const freshCode = (): Promise<string> => freshCodeOf(kanal, secret)
const oldProofs = () => kanal.database.pool.query(`update auth_step_ups set at = at - interval '6 minutes'`)
const dialog = () => page.getByRole('dialog', { name: 'Konfirmasi identitas' })

async function signIn(): Promise<void> {
  await page.context().clearCookies({ name: 'payload-token' })
  await visit(page, `${kanal.url}/admin/login`)
  await page.locator('#field-email').fill(OWNER.email)
  await page.locator('#field-password').fill(OWNER.password)
  await page.locator('form button[type=submit]').click()
}

it('sets up a passkey and shows recovery codes once', async () => {
  await visit(page, `${kanal.url}/admin/security`)
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  await page.locator('#kanal-passkey-name').fill('Laptop toko')
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  const codes = page.getByRole('group', { name: 'Simpan kode pemulihan ini' })
  await codes.waitFor()
  expect(await codes.getByRole('listitem').count()).toBe(10)
  await page.getByRole('button', { name: 'Sudah saya simpan' }).click()
  await codes.waitFor({ state: 'detached' })
  await page.getByText('Laptop toko').first().waitFor()
})

it('sets up an authenticator app', async () => {
  await page.getByRole('button', { name: 'Pasang' }).click()
  secret = ((await page.locator('.kanal-security__key code').textContent()) ?? '').replaceAll(' ', '')
  await page.locator('#kanal-totp-code').fill(await freshCode())
  await page.getByRole('button', { name: 'Aktifkan' }).click()
  await page.locator('#kanal-totp-code').waitFor({ state: 'detached' })
  await keep(page, 'security')
})

it('asks for the passkey at sign-in, and lets nobody on before', async () => {
  await signIn()
  await page.waitForURL(/\/admin\/second-factor/)
  await visit(page, `${kanal.url}/admin/collections/orders`)
  await page.waitForURL(/\/admin\/second-factor/)
  await keep(page, 'second-factor')
  await page.getByRole('button', { name: 'Pakai kunci sandi (passkey)' }).click()
  await page.waitForURL((url) => !url.pathname.includes('second-factor'))
  await visit(page, `${kanal.url}/admin/security`)
  expect(await page.getByText('Sesi ini').count()).toBe(1)
})

it('asks again before something sensitive, by keyboard alone, and goes on from there', async () => {
  await oldProofs()
  await page.getByLabel('Wajib').check()
  const save = page.locator('section[aria-labelledby=kanal-policy] button[type=submit]')
  await save.click()
  await dialog().waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect((await kanal.database.pool.query('select from auth_policies')).rowCount).toBe(0)
  await save.click()
  await dialog().getByRole('button', { name: 'Pakai aplikasi autentikator' }).click()
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await dialog().getByRole('alert').waitFor()
  await page.keyboard.type(await freshCode())
  await page.keyboard.press('Enter')
  await page.getByText('Aturan disimpan').waitFor()
  const { rows } = await kanal.database.pool.query('select second_factor from auth_policies')
  expect(rows).toEqual([{ second_factor: 'required' }])
})

it('asks before Payload’s own form changes an account', async () => {
  await oldProofs()
  await visit(page, `${kanal.url}/admin/account`)
  await page.locator('#field-email').fill('sari.baru@kanal.test')
  await page.locator('#action-save').click()
  await dialog().waitFor()
  await dialog().getByRole('button', { name: 'Pakai kunci sandi (passkey)' }).click()
  await dialog().waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await kanal.database.pool.query('select email from users')).rows, { timeout: 30_000 })
    .toEqual([{ email: 'sari.baru@kanal.test' }])
})

it('keeps codes, seed and proofs out of what the processes print', () => {
  expect(kanal.logs()).not.toContain(secret)
})
