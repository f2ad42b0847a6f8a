import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { collections } from '../../src/collections/index.ts'
import { dumpOf } from '../support/dump.ts'
import { needleSearch } from '../support/needles.ts'
import { keptIn, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, openShopeeForm, PARTNER } from './support/steps.ts'

/**
 * Threats T1 and T15 in the browser: two hundred random secrets are typed into the form, some sent, some kept, some refused,
 * some typed over. None may be found in any table, log line, answer, page or storage of the browser, however it is written. What goes in by other
 * ways is tests/int/canary.test.ts.
 */
const ROUNDS = 25
const KEPT_ROUNDS = 5
/** How often a field is typed over before it is sent. */
const TYPED = 4

let kanal: RunningKanal
let browser: Browser
let page: Page
const secrets: string[] = []
const fresh = (): string => {
  const secret = randomBytes(24).toString('hex')
  secrets.push(secret)
  return secret
}

beforeAll(async () => {
  kanal = await startKanal()
  browser = await openBrowser()
  page = await openPage(browser)
  await becomeFirstOwner(page, kanal)
})
afterAll(async () => {
  await browser?.close()
  await kanal?.stop()
})

const found = (where: string): string[] =>
  needleSearch(secrets)(where).map(({ index, spelling }) => `secret ${index + 1}: ${spelling}`)

/** Presses Test connection and waits for the end of the answer. */
async function testKeys(): Promise<void> {
  // A person may test six times a minute; this one is in a hurry.
  await kanal.database.pool.query('delete from rate_limits')
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/integrations/test')),
    page.getByRole('button', { name: 'Uji koneksi' }).last().click(),
  ])
  expect(answer.status()).toBe(200)
  await page.getByRole('button', { name: 'Uji koneksi', disabled: false }).last().waitFor()
}

it('T1, T15: types two hundred secrets into the form', async () => {
  await openShopeeForm(page, kanal)
  await page.getByLabel('Partner ID').first().fill(PARTNER.id)
  for (let round = 1; round <= ROUNDS; round += 1) {
    const isKept = round > ROUNDS - KEPT_ROUNDS
    for (let typed = 0; typed < TYPED; typed += 1) {
      await page.getByLabel('Partner Key').first().fill(fresh())
      await page
        .getByLabel(/^Push Key/)
        .first()
        .fill(fresh())
    }
    await testKeys()
    await page.getByText('Partner Key tidak cocok dengan Partner ID').first().waitFor()
    if (!isKept) continue
    await page.getByLabel('Partner Key').first().fill(PARTNER.key)
    await page.getByRole('button', { name: 'Simpan', exact: true }).click()
    await page.getByText('Kredensial teruji dan tersimpan').first().waitFor()
    await openShopeeForm(page, kanal)
    const replace = page.getByRole('button', { name: /^Ganti / })
    await replace.first().waitFor()
    while ((await replace.count()) > 0) await replace.first().click()
    await page.getByLabel('Partner ID').first().fill(PARTNER.id)
  }
  secrets.push(PARTNER.key)
  expect(new Set(secrets).size).toBe(2 * TYPED * ROUNDS + 1)
  const { rows } = await kanal.database.pool.query('select count(*)::int as count from cred_values')
  expect(rows[0]).toMatchObject({ count: expect.any(Number) as number })
  expect((rows[0] as { count: number }).count).toBeGreaterThan(KEPT_ROUNDS)
})

it('T1: finds none of them in the database', async () => {
  const text = await dumpOf(kanal.database.pool)
  expect(text).toContain('cred_values')
  expect(found(text)).toEqual([])
})

it('T15: finds none of them in what the processes print at debug level', () => {
  expect(kanal.logs().length).toBeGreaterThan(1000)
  expect(found(kanal.logs())).toEqual([])
})

it('T1: finds none of them in REST, GraphQL or the pages', async () => {
  const answers: string[] = []
  for (const { slug } of collections) {
    const response = await page.request.get(`${kanal.url}/api/${slug}?limit=200&depth=2`)
    answers.push(await response.text())
  }
  answers.push(await (await page.request.get(`${kanal.url}/api/integrations/overview`)).text())
  const graphql = await page.request.post(`${kanal.url}/api/graphql`, {
    headers: { origin: kanal.url },
    data: {
      query:
        '{ Integrations { docs { id status marketplace } } AuditEvents(limit: 200) { docs { action fields reason } } }',
    },
  })
  answers.push(await graphql.text())
  for (const path of ['', '/integrations', '/collections/audit-events', '/collections/sync-log']) {
    await visit(page, `${kanal.url}/admin${path}`)
    answers.push(await page.content())
    answers.push(await keptIn(page))
  }
  expect(answers.join('').length).toBeGreaterThan(10_000)
  expect(found(answers.join('\n'))).toEqual([])
})
