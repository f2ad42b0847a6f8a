import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { autocommit } from '../../src/database/tx.ts'
import { checkInvariants } from '../../src/plugins/operations/invariants.ts'
import { keep, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, connectShop, openShopeeForm, PARTNER, saveKeys } from './support/steps.ts'
import { until } from './support/until.ts'

/**
 * From an empty installation to the first synchronised sale, as a seller does it: in a browser, in Indonesian, with
 * the built product and a strict stand-in of the marketplace. The steps build on each other.
 */
const FIRST = 'Rumah Nusantara Official'
const SECOND = 'Dapur & Batik Laweyan'
const SKU = 'KOPI-GAYO-200-BJ'

let kanal: RunningKanal
let browser: Browser
let page: Page

beforeAll(async () => {
  kanal = await startKanal()
  browser = await openBrowser()
  page = await openPage(browser)
})
afterAll(async () => {
  await browser?.close()
  await kanal?.stop()
})

const rows = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await kanal.database.pool.query<Row>(text, values)).rows

/** What the marketplace itself shows for the SKU in a shop. */
async function stockAtMarketplace(shop: string): Promise<number> {
  const state = (await (await fetch(`${kanal.shopee.controlUrl}/state`)).json()) as {
    shops: { id?: number; shopId?: number; name: string }[]
  }
  const found = state.shops.find(({ name }) => name === shop)
  const id = found?.id ?? found?.shopId
  const { products } = (await (await fetch(`${kanal.shopee.controlUrl}/products?shop_id=${id}`)).json()) as {
    products: { units: { sku: string; stock: number }[] }[]
  }
  return products.flatMap(({ units }) => units).find(({ sku }) => sku === SKU)?.stock ?? NaN
}

async function control(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${kanal.shopee.controlUrl}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer
}

async function shopIdAtMarketplace(name: string): Promise<number> {
  const [shop] = await rows<{ external_shop_id: string }>(
    'select external_shop_id from shops where name = $1',
    [name],
  )
  return Number(shop?.external_shop_id)
}

const availability = async (): Promise<{ onHand: number; reserved: number; available: number }> => {
  const [level] = await rows<{ on_hand: number; reserved: number; available: number }>(
    `select l.on_hand, l.reserved, l.available from stock_levels l join skus s on s.id = l.sku_id where s.code = $1`,
    [SKU],
  )
  return {
    onHand: level?.on_hand ?? NaN,
    reserved: level?.reserved ?? NaN,
    available: level?.available ?? NaN,
  }
}

it('the first person becomes owner and sees what to do next', async () => {
  await becomeFirstOwner(page, kanal)
  await page.getByText('Hubungkan marketplace').first().waitFor()
  await keep(page, '1-today-empty')
})

it('a wrong key is refused with its cause, and nothing is kept', async () => {
  await openShopeeForm(page, kanal)
  await saveKeys(page, 'deadbeef'.repeat(8))
  await page.getByText(`Partner Key tidak cocok dengan Partner ID ${PARTNER.id}`).first().waitFor()
  await keep(page, '2-wrong-key')
  expect(await rows('select 1 from cred_values')).toEqual([])
  expect(await rows(`select 1 from integrations where status = 'active'`)).toEqual([])
  const [audit] = await rows<{ outcome: string }>(
    `select outcome from audit_events where action like 'credential.%' order by created_at desc limit 1`,
  )
  expect(audit?.outcome).toBe('failed')
})

it('the right key is tested, stored and shown as connected', async () => {
  await saveKeys(page, PARTNER.key)
  await page.getByText('Kredensial teruji dan tersimpan').first().waitFor()
  await page.getByText('Terhubung').first().waitFor()
  await keep(page, '3-connected')
  const [integration] = await rows<{ id: string; status: string }>('select id, status from integrations')
  expect(integration?.status).toBe('active')
  expect(await page.content()).not.toContain(PARTNER.key)
  await control('apps', {
    partner_id: Number(PARTNER.id),
    callback_url: `${kanal.url}/webhooks/shopee/${integration?.id}`,
  })
})

it('two shops are connected through the consent page, and their catalogues are imported', async () => {
  await connectShop(page, kanal, FIRST)
  await keep(page, '4-shop-connected')
  await until(
    () => rows<{ status: string }>('select status::text from import_runs'),
    (runs) => runs.length === 1 && runs.every(({ status }) => status === 'done'),
  )
  await connectShop(page, kanal, SECOND)
  await until(
    () => rows<{ status: string }>('select status::text from import_runs'),
    (runs) => runs.length === 2 && runs.every(({ status }) => status === 'done'),
  )
  const linked = await rows<{ name: string }>(
    `select s.name from listings l join shops s on s.id = l.shop_id join skus k on k.id = l.sku_id
     where k.code = $1 order by s.name`,
    [SKU],
  )
  expect(linked.map(({ name }) => name)).toEqual([SECOND, FIRST])
})

it('a sale in the first shop reserves stock and lowers what the second shop shows', async () => {
  const { available: expected } = await availability()
  await until(
    () => stockAtMarketplace(SECOND),
    (stock) => stock === expected,
  )
  const before = await availability()

  await control('orders', {
    shop_id: await shopIdAtMarketplace(FIRST),
    lines: [{ sku: SKU, quantity: 2 }],
    buyer_name: 'Bu Rini',
  })
  const sold = Date.now()
  await until(
    () => stockAtMarketplace(SECOND),
    (stock) => stock === before.available - 2,
  )
  const tookMs = Date.now() - sold
  expect(await availability()).toEqual({
    onHand: before.onHand,
    reserved: before.reserved + 2,
    available: before.available - 2,
  })
  console.log(`sale to second shop: ${tookMs} ms`)
  expect(
    (await checkInvariants(autocommit(kanal.database.pool))).filter((check) => check.rows.length > 0),
  ).toEqual([])
})

it('the order is on screen with its lines and stock', async () => {
  const [order] = await rows<{ id: string; external_order_id: string }>(
    'select id, external_order_id from orders',
  )
  await visit(page, `${kanal.url}/admin/collections/orders`)
  await page
    .getByText(order?.external_order_id ?? '')
    .first()
    .waitFor()
  await keep(page, '5-orders')
  await visit(page, `${kanal.url}/admin/collections/orders/${order?.id}`)
  await page.getByText(SKU).first().waitFor()
  await page.getByText('Perlu dikirim').first().waitFor()
  await keep(page, '6-order')
})

it('a lost push is found by polling, and a repeated one changes nothing', async () => {
  const before = await availability()
  const shop = await shopIdAtMarketplace(FIRST)
  await control('faults', { kind: 'push_lost', path: 'push/3', count: 20 })
  await control('faults', { kind: 'push_lost', path: 'push/8', count: 20 })
  await control('orders', { shop_id: shop, lines: [{ sku: SKU, quantity: 1 }] })
  await until(availability, ({ available }) => available === before.available - 1, 150_000)
  await fetch(`${kanal.shopee.controlUrl}/faults`, { method: 'DELETE' })

  await control('faults', { kind: 'push_duplicate', count: 20 })
  await control('orders', { shop_id: shop, lines: [{ sku: SKU, quantity: 1 }] })
  await until(availability, ({ available }) => available === before.available - 2)
  await fetch(`${kanal.shopee.controlUrl}/faults`, { method: 'DELETE' })
  await until(
    () => stockAtMarketplace(SECOND),
    (stock) => stock === before.available - 2,
  )
  const broken = await until(
    () => checkInvariants(autocommit(kanal.database.pool)),
    (checks) => checks.every((check) => check.rows.length === 0),
  )
  expect(broken.filter((check) => check.rows.length > 0)).toEqual([])
})

it('shipping takes the units off the shelf', async () => {
  const [order] = await rows<{ external_order_id: string }>(
    'select external_order_id from orders order by placed_at limit 1',
  )
  const before = await availability()
  for (const to of ['arrange', 'ship']) await control(`orders/${order?.external_order_id}/advance`, { to })
  await until(availability, ({ onHand }) => onHand === before.onHand - 2)
  expect(await availability()).toEqual({
    onHand: before.onHand - 2,
    reserved: before.reserved - 2,
    available: before.available,
  })
})
