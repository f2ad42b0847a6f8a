import { DEMO_PARTNER_ID, DEMO_PARTNER_KEY } from '../../../sandbox/index.ts'
import type { Locator, Page } from 'playwright-core'
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

/** Opens the form of a marketplace and chooses the stand-in on this machine. */
export async function openForm(page: Page, kanal: RunningKanal, marketplace: string): Promise<void> {
  await visit(page, `${kanal.url}/admin/integrations`)
  await cardOf(page, marketplace)
    .getByRole('button', { name: /^(Konfigurasi|Ubah)/ })
    .click()
  await page.getByText('Simulasi di komputer ini').last().click()
}

/** The card of a marketplace on the Integrations page. */
export const cardOf = (page: Page, marketplace: string): Locator =>
  page.locator('.kanal-card').filter({ has: page.getByRole('heading', { name: marketplace, exact: true }) })

/** Types values into the open form, by the keys of its fields, over what is stored, and saves. */
export async function saveForm(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    const stored = page.locator(`button[name="credential-${key}"]`)
    if (await stored.isVisible()) await stored.click()
    await page.locator(`input[name="credential-${key}"]`).fill(value)
  }
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
}

/** Opens the Shopee form and chooses the stand-in on this machine. */
export const openShopeeForm = (page: Page, kanal: RunningKanal): Promise<void> =>
  openForm(page, kanal, 'Shopee')

/** Types Shopee's keys and saves. */
export const saveKeys = (page: Page, key: string): Promise<void> =>
  saveForm(page, { partnerId: PARTNER.id, partnerKey: key })

/** Presses Connect shop and lands on the consent page of the stand-in. */
export async function startConsent(
  page: Page,
  kanal: RunningKanal,
  marketplace: string,
  standInUrl: string,
): Promise<void> {
  await visit(page, `${kanal.url}/admin/integrations`)
  await cardOf(page, marketplace).getByRole('button', { name: 'Hubungkan toko' }).click()
  await page.waitForURL((url) => url.href.startsWith(standInUrl))
}

/** Connects one shop (or seller account) through the marketplace's consent page. */
export async function connectShop(
  page: Page,
  kanal: RunningKanal,
  shop: string,
  at: { marketplace: string; standInUrl: string } = { marketplace: 'Shopee', standInUrl: kanal.shopee.url },
): Promise<void> {
  await startConsent(page, kanal, at.marketplace, at.standInUrl)
  await page.getByText(shop).first().click()
  await page.getByRole('button', { name: 'Setujui' }).click()
  await page.waitForURL(/shops-overview\?connected=/)
  await page.getByRole('heading', { name: 'Toko' }).first().waitFor()
}
