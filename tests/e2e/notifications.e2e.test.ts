import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '../../src/database/tx.ts'
import { notify } from '../../src/plugins/notifications/notify.ts'
import { recover } from '../../src/plugins/notifications/recover.ts'
import { keep, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, cardOf, OWNER, saveForm } from './support/steps.ts'

/**
 * A notice as its owner meets it: live in the bell, read, followed to its place, in the mailbox, and over. The steps build
 * on each other.
 */
const WAIT_MS = 30_000
const SHOP = 'Melati <b>Jaya</b>'
const mails: string[] = []
let kanal: RunningKanal
let browser: Browser
let page: Page
let mailServer: SMTPServer
let port: number
let organisationId: string

beforeAll(async () => {
  mailServer = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString())
        done()
      })
    },
  })
  mailServer.on('error', () => undefined)
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  port = (mailServer.server.address() as AddressInfo).port
  process.env.KANAL_ALLOWED_LOCAL = `127.0.0.1:${port}`
  kanal = await startKanal()
  browser = await openBrowser()
  page = await openPage(browser)
  await becomeFirstOwner(page, kanal)
  const { rows } = await kanal.database.pool.query<{ id: string }>('select id from organisations')
  organisationId = String(rows[0]?.id)
})
afterAll(async () => {
  delete process.env.KANAL_ALLOWED_LOCAL
  await browser?.close()
  await kanal?.stop()
  await new Promise<void>((resolve) => mailServer.close(() => resolve()))
})

const bell = () => page.getByRole('button', { name: /^Pemberitahuan,/ })
const unread = (count: number) =>
  page.getByRole('button', { name: `Pemberitahuan, ${count} belum dibaca` }).waitFor({ timeout: WAIT_MS })
const incident = { kind: 'shop.reconnect', dedupeKey: 'toko-1' } as const
/** As a worker or another process would tell it. */
const shopGone = () =>
  transaction(kanal.database.pool, (tx) =>
    notify(tx, { organisationId, ...incident, params: { shop: SHOP, marketplace: 'Shopee' } }),
  )
/** What the mails say, whatever way their lines were broken and their letters written. */
const read = (mail: string): string =>
  mail
    .replace(/=\r?\n/g, '')
    .replace(/=\?utf-8\?q\?([^?]*)\?=\s*/gi, (_, words: string) => words.replaceAll('_', ' '))
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

it('sets up mail, and every process uses it at once', async () => {
  await visit(page, `${kanal.url}/admin/integrations`)
  const card = cardOf(page, 'Email (SMTP)')
  await card.getByRole('button', { name: /^(Konfigurasi|Ubah)/ }).click()
  await page.locator('select[name="credential-security"]').selectOption('none')
  await saveForm(page, { host: '127.0.0.1', port: String(port), fromAddress: 'kanal@warung-sari.test' })
  await expect
    .poll(async () => (await kanal.database.pool.query('select status from integrations')).rows, {
      timeout: WAIT_MS,
    })
    .toEqual([{ status: 'active' }])
})

it('shows an incident live, with the count, without reloading', async () => {
  await visit(page, `${kanal.url}/admin`)
  await page.getByRole('button', { name: 'Pemberitahuan, semua sudah dibaca' }).waitFor()
  await page.evaluate(() => Object.assign(window, { kanalNotReloaded: true }))
  await shopGone()
  await unread(1)
  await bell().click()
  const notice = page.getByRole('listitem').filter({ hasText: `Toko ${SHOP} terputus` })
  await notice.waitFor()
  await keep(page, 'bell')
  expect(await page.evaluate(() => 'kanalNotReloaded' in window)).toBe(true)
})

it('is read, stays read, and leads to its place', async () => {
  await page.getByRole('button', { name: 'Tandai dibaca' }).click()
  await page.getByRole('button', { name: 'Pemberitahuan, semua sudah dibaca' }).waitFor()
  await visit(page, `${kanal.url}/admin`)
  await page.getByRole('button', { name: 'Pemberitahuan, semua sudah dibaca' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Sambungkan lagi' }).click()
  await page.waitForURL(/\/admin\/shops-overview/)
})

it('arrives in the mailbox in the person’s language, its names as text', async () => {
  const about = (): string => mails.map(read).find((mail) => mail.includes('tidak lagi memberi akses')) ?? ''
  await expect.poll(about, { timeout: WAIT_MS }).not.toBe('')
  const mail = about()
  expect(mail).toMatch(new RegExp(`^To: .*${OWNER.email}`, 'm'))
  expect(mail).toContain('&lt;b&gt;Jaya')
  expect(mail).toContain(`${kanal.url}/admin/shops-overview`)
})

it('is over once it recovers, unread again, and says so', async () => {
  await transaction(kanal.database.pool, (tx) => recover(tx, { organisationId, ...incident }))
  await unread(1)
  await bell().click()
  const notice = page.getByRole('listitem').filter({ hasText: 'tersambung lagi' })
  await notice.getByText('Pulih', { exact: true }).waitFor()
  expect(await notice.getByRole('link').count()).toBe(0)
})
