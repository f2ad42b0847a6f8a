import { DEMO_PARTNER_ID, DEMO_PARTNER_KEY } from '../../../sandbox/index.ts'
import type { Page } from 'playwright-core'
import { visit } from './browser.ts'
import type { RunningKanal } from './kanal.ts'

export const OWNER = { email: 'sari@kanal.test', password: 'kata-sandi-ibu-sari', name: 'Ibu Sari' }
export const PARTNER = { id: String(DEMO_PARTNER_ID), key: DEMO_PARTNER_KEY }

/** Creates the first owner on the screen a fresh installation shows, and lands on the dashboard. */
export async function becomeFirstOwner(page: Page, kanal: RunningKanal): Promise<void> {
  await visit(page, `${kanal.url}/admin`)
  await page.waitForURL(/create-first-user/)
  await visit(page, page.url())
  await page.locator('input[name="email"]').fill(OWNER.email)
  await page.locator('input[name="password"]').fill(OWNER.password)
  await page.locator('input[name="confirm-password"]').fill(OWNER.password)
  await page.locator('input[name="name"]').fill(OWNER.name)
  await page.locator('input[name="businessName"]').fill('Warung Sari')
  await page.getByRole('button', { name: 'Buat' }).click()
  await page.getByRole('heading', { name: 'Hari ini' }).waitFor()
}

/** Opens the Shopee form and chooses the stand-in on this machine. */
export async function openShopeeForm(page: Page, kanal: RunningKanal): Promise<void> {
  await visit(page, `${kanal.url}/admin/integrations`)
  const card = page.getByRole('button', { name: /^(Konfigurasi|Ubah)/ }).first()
  await card.click()
  await page.getByText('Simulasi di komputer ini').last().click()
}

/** Types keys and saves; returns when the answer is on screen. */
export async function saveKeys(page: Page, key: string): Promise<void> {
  await page.getByLabel('Partner ID').first().fill(PARTNER.id)
  await page.getByLabel('Partner Key').first().fill(key)
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
}

/** Connects one shop through the marketplace's consent page. */
export async function connectShop(page: Page, kanal: RunningKanal, shop: string): Promise<void> {
  await visit(page, `${kanal.url}/admin/integrations`)
  await page.getByRole('button', { name: 'Hubungkan toko' }).first().click()
  await page.waitForURL((url) => url.href.startsWith(kanal.shopee.url))
  await page.getByText(shop).first().click()
  await page.getByRole('button', { name: 'Setujui' }).click()
  await page.waitForURL(/shops-overview\?connected=/)
  await page.getByRole('heading', { name: 'Toko' }).first().waitFor()
}
