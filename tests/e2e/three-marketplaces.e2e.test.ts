import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StandIn } from '../../sandbox/double-date/standIn.ts'
import { autocommit } from '../../src/database/tx.ts'
import { consentProblems, type ConsentProblemCode } from '../../src/plugins/marketplaces/consent-problems.ts'
import { checkInvariants } from '../../src/plugins/operations/invariants.ts'
import { demoKeys } from '../support/three-shops.ts'
import { keep, openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, connectShop, openForm, saveForm, startConsent } from './support/steps.ts'
import { until } from './support/until.ts'

/**
 * One seller, three marketplaces, in a browser: keys, consents, and sales that each lower what the others show; and
 * everything a person can do wrong on the way, each with its own sentence and nothing stored changed. The steps
 * build on each other.
 */
interface Place {
  marketplace: 'shopee' | 'tiktok-shop' | 'lazada'
  name: string
  /** What is chosen on the consent page. */
  choice: string
  shop: string
}
const PLACES: readonly Place[] = [
  {
    marketplace: 'shopee',
    name: 'Shopee',
    choice: 'Rumah Nusantara Official',
    shop: 'Rumah Nusantara Official',
  },
  { marketplace: 'lazada', name: 'Lazada', choice: 'Rumah Nusantara', shop: 'Rumah Nusantara' },
  {
    marketplace: 'tiktok-shop',
    name: 'Tokopedia & Shop',
    choice: 'PT Rumah Nusantara',
    shop: 'Rumah Nusantara',
  },
]
const SKU = 'KOPI-GAYO-200-BJ'

let kanal: RunningKanal
let browser: Browser
let page: Page
const standIns = new Map<Place['marketplace'], StandIn>()

beforeAll(async () => {
  kanal = await startKanal()
  for (const { url } of [kanal.shopee, kanal.lazada, kanal.tiktokShop]) {
    const standIn = await StandIn.at(url)
    standIns.set(standIn.name as Place['marketplace'], standIn)
  }
  browser = await openBrowser()
  page = await openPage(browser)
  await becomeFirstOwner(page, kanal)
})
afterAll(async () => {
  await browser?.close()
  await kanal?.stop()
})

const rows = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await kanal.database.pool.query<Row>(text, values)).rows

const standInOf = ({ marketplace }: Place): StandIn => {
  const standIn = standIns.get(marketplace)
  if (!standIn) throw new Error(`No stand-in for ${marketplace}`)
  return standIn
}

const where = (place: Place): { marketplace: string; standInUrl: string } => ({
  marketplace: place.name,
  standInUrl: standInOf(place).url,
})

/** Keys, shops and tokens as stored: what bad input must leave as it is. */
const stored = async (): Promise<string> =>
  JSON.stringify([
    await rows('select id, field, version, envelope from cred_values order by id'),
    await rows(`select id, environment, status from integrations where status <> 'draft' order by id`),
    await rows('select id, status, external_shop_id, consent_expires_at from shops order by id'),
  ])

/** Does something wrong, expects these words on screen, and that nothing stored has changed. */
async function refused(work: () => Promise<void>, ...says: readonly (string | RegExp)[]): Promise<void> {
  const before = await stored()
  await work()
  const failure = page.locator('.kanal-failure, .kanal-field__note--error')
  for (const words of says) await failure.filter({ hasText: words }).first().waitFor()
  expect(await stored()).toBe(before)
}

async function withFault(place: Place, kind: string, work: () => Promise<void>): Promise<void> {
  const standIn = standInOf(place)
  const id = await standIn.addFault({ kind })
  try {
    await work()
  } finally {
    await standIn.removeFault(id)
  }
}

/** A person may test six times a minute; this one is in a hurry. */
const inAHurry = (): Promise<object[]> => rows('delete from rate_limits')

async function tryKeys(place: Place, keys: Record<string, string>): Promise<void> {
  await inAHurry()
  await openForm(page, kanal, place.name)
  await saveForm(page, keys)
}

describe.each(PLACES)('keys of $name', (place) => {
  const [idField, keyField] =
    place.marketplace === 'shopee'
      ? (['partnerId', 'partnerKey'] as const)
      : (['appKey', 'appSecret'] as const)

  it('says so when the two are swapped', async () => {
    const keys = await demoKeys(standInOf(place))
    const swapped = { ...keys, [idField]: keys[keyField] ?? '', [keyField]: keys[idField] ?? '' }
    await refused(
      () => tryKeys(place, swapped),
      'tampaknya tertukar',
      {
        shopee: 'Bentuknya seperti Partner Key, bukan Partner ID.',
        'tiktok-shop': 'Bentuknya seperti App Secret, bukan App Key.',
        lazada: 'Bentuknya seperti App Key, bukan App Secret.',
      }[place.marketplace],
    )
    await page.getByRole('button', { name: 'Tukar isinya' }).click()
    expect(await page.locator(`#credential-${idField}`).inputValue()).toBe(keys[idField])
    expect(await page.locator(`#credential-${keyField}`).inputValue()).toBe(keys[keyField])
    await keep(page, `3m-${place.marketplace}-swapped`)
  })

  it('says so when the app belongs to another environment', async () => {
    const keys = await demoKeys(standInOf(place))
    const foreign = { shopee: '1009999', lazada: '100999', 'tiktok-shop': '6liveappkey' }[place.marketplace]
    await refused(() => tryKeys(place, { ...keys, [idField]: foreign }), foreign, /lingkungan/)
    await keep(page, `3m-${place.marketplace}-environment`)
  })

  it('says so when a clock is wrong', async () => {
    const keys = await demoKeys(standInOf(place))
    await withFault(place, 'clock_skew', () =>
      refused(() => tryKeys(place, keys), /[Jj]am /, /jam server|Jam server/),
    )
    expect(await page.getByText('Simpan tanpa uji').count()).toBe(0)
    await keep(page, `3m-${place.marketplace}-clock`)
  })

  it('stores what the marketplace accepts', async () => {
    await tryKeys(place, await demoKeys(standInOf(place)))
    await page.getByText('Kredensial teruji dan tersimpan').first().waitFor()
    const [integration] = await rows<{ id: string; status: string }>(
      'select id, status from integrations where marketplace = $1',
      [place.marketplace],
    )
    expect(integration?.status).toBe('active')
    const [app] = (await standInOf(place).state()).apps
    await standInOf(place).call('POST', 'apps', {
      partner_id: app?.partnerId,
      callback_url: `${kanal.url}/webhooks/${place.marketplace}/${integration?.id}`,
    })
  })
})

describe('consents that do not count', () => {
  const [place] = PLACES as [Place]
  /** Where the consent page sends the seller back to, without going there. */
  async function callbackAddress(): Promise<URL> {
    await startConsent(page, kanal, place.name, standInOf(place).url)
    await page.getByText(place.choice).first().click()
    const { action, body } = await page.locator('form').evaluate((element) => {
      const form = element as HTMLFormElement
      const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)])
      return { action: form.action, body: new URLSearchParams(fields).toString() }
    })
    const answer = await fetch(action, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${body}&decision=approve`,
    })
    return new URL(answer.headers.get('location') ?? '')
  }
  const open = async (url: URL | string): Promise<void> => {
    await page.goto(String(url))
    await page.waitForURL(/integrations\?problem=/)
  }

  /** Cause and remedy of a problem as an Indonesian seller reads them. */
  const words = (code: ConsentProblemCode): [string, string] => [
    consentProblems[code].why.id,
    consentProblems[code].remedy.id,
  ]

  it('forged: a state nobody gave out', async () => {
    await refused(
      () => open(`${kanal.url}/oauth/${place.marketplace}?code=abc&shop_id=1&state=${'x'.repeat(43)}`),
      ...words('state_unknown'),
    )
  })

  it('late: the state has expired', async () => {
    const back = await callbackAddress()
    await rows(`update consent_states set expires_at = now() - interval '1 second' where used_at is null`)
    await refused(() => open(back), ...words('state_expired'))
    await keep(page, '3m-consent-late')
  })

  it('opened in another browser', async () => {
    const back = await callbackAddress()
    await page.context().clearCookies({ name: 'kanal_consent' })
    await refused(() => open(back), ...words('other_browser'))
  })

  it('declined on the page of the marketplace', async () => {
    const lazada = PLACES[1] as Place
    await startConsent(page, kanal, lazada.name, standInOf(lazada).url)
    await refused(
      async () => {
        await page.getByRole('button', { name: 'Tolak' }).click()
        await page.waitForURL(/integrations\?problem=/)
      },
      ...words('refused'),
    )
  })

  it.each(PLACES)('given by a shop of another region at $name', async (foreign) => {
    await withFault(foreign, 'wrong_region', () =>
      refused(
        async () => {
          await startConsent(page, kanal, foreign.name, standInOf(foreign).url)
          await page.getByText(foreign.choice).first().click()
          await page.getByRole('button', { name: 'Setujui' }).click()
          await page.waitForURL(/integrations\?problem=/)
        },
        ...words('wrong_region'),
      ),
    )
    await keep(page, `3m-${foreign.marketplace}-region`)
  })

  it('given while the clock is wrong', async () => {
    await withFault(place, 'clock_skew', () =>
      refused(
        async () => {
          await startConsent(page, kanal, place.name, standInOf(place).url)
          await page.getByText(place.choice).first().click()
          await page.getByRole('button', { name: 'Setujui' }).click()
          await page.waitForURL(/integrations\?problem=/)
        },
        ...words('clock_skew'),
      ),
    )
  })

  it('replayed: the same address once more', async () => {
    const back = await callbackAddress()
    await page.goto(String(back))
    await page.waitForURL(/shops-overview\?connected=/)
    await refused(() => open(back), ...words('state_used'))
    await keep(page, '3m-consent-replayed')
  })
})

const imported = (): Promise<object[]> =>
  until(
    () => rows<{ status: string }>('select status::text from import_runs'),
    (runs) => runs.length > 0 && runs.every(({ status }) => status === 'done'),
  )

it('connects one shop of each and imports their catalogues', async () => {
  await imported()
  for (const place of PLACES.slice(1)) {
    await connectShop(page, kanal, place.choice, where(place))
    await imported()
  }
  await keep(page, '3m-shops')
  const linked = await rows<{ marketplace: string }>(
    `select distinct s.marketplace from listings l join shops s on s.id = l.shop_id join skus k on k.id = l.sku_id
     where k.code = $1 order by 1`,
    [SKU],
  )
  expect(linked.map(({ marketplace }) => marketplace)).toEqual(['lazada', 'shopee', 'tiktok-shop'])
})

/** What Kanal has left of the SKU. */
async function available(): Promise<number> {
  const [level] = await rows<{ available: number }>(
    'select sum(l.available)::integer as available from stock_levels l join skus k on k.id = l.sku_id where k.code = $1',
    [SKU],
  )
  return level?.available ?? NaN
}

/** What each connected shop that sells the SKU shows of it. */
async function shown(): Promise<number[]> {
  const numbers: number[] = []
  for (const standIn of standIns.values())
    for (const { goods } of await standIn.openShops())
      numbers.push(...goods.filter(({ sku }) => sku === SKU).map(({ stock }) => stock))
  return numbers
}

const allShow = (units: number, shops = PLACES.length): Promise<number[]> =>
  until(shown, (numbers) => numbers.length >= shops && numbers.every((each) => each === units))

describe.each(PLACES)('a sale at $name', (place) => {
  it('lowers what all the others show', async () => {
    const before = await available()
    await allShow(before)
    const standIn = standInOf(place)
    const shop = (await standIn.openShops()).find(({ name }) => name.includes(place.shop))
    const order = await standIn.buy(shop?.id ?? '', [{ sku: SKU, quantity: 1 }])
    const sold = Date.now()
    await allShow(before - 1)
    console.log(`${place.name} to all others: ${Date.now() - sold} ms`)
    expect(await available()).toBe(before - 1)

    const [row] = await rows<{ id: string }>('select id from orders where external_order_id = $1', [order])
    await visit(page, `${kanal.url}/admin/collections/orders/${row?.id}`)
    await page.getByText(order).first().waitFor()
    await page.getByText(SKU).first().waitFor()
    await page.getByText(place.shop).first().waitFor()
    await page.getByText('Perlu dikirim').first().waitFor()
    await keep(page, `3m-${place.marketplace}-order`)
  })
})

it('says which shop has taken its consent back, and the others go on', async () => {
  const place = PLACES[1] as Place
  const standIn = standInOf(place)
  const [shop] = await standIn.openShops()
  const before = await available()
  await standIn.call('POST', 'revoke', { shop_id: shop?.id })
  const other = standInOf(PLACES[0] as Place)
  const [selling] = await other.openShops()
  await other.buy(selling?.id ?? '', [{ sku: SKU, quantity: 1 }])
  await until(
    () => rows<{ status: string }>('select status from shops where marketplace = $1', [place.marketplace]),
    (shops) => shops.some(({ status }) => status === 'reconnect'),
    90_000,
  )
  await allShow(before - 1, PLACES.length - 1)
  expect(await available()).toBe(before - 1)
  await visit(page, `${kanal.url}/admin/shops-overview`)
  await page.getByText('Perlu disambungkan lagi').first().waitFor()
  await page.getByText('Pesanan dan stok toko ini berhenti').first().waitFor()
  await keep(page, '3m-revoked')
})

it('keeps its books clean', async () => {
  const broken = (await checkInvariants(autocommit(kanal.database.pool))).filter(
    ({ rows: found }) => found.length > 0,
  )
  expect(broken).toEqual([])
})
