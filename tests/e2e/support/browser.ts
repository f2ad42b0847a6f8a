import { mkdirSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'

const SHOTS = '.kanal/screenshots'
/** A loaded two-core machine renders a first page slowly; nothing here measures speed. */
export const PATIENCE_MS = 90_000

/** Debian's Chromium, or the one the test command found. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })

/** An Indonesian seller's browser window. */
export async function openPage(browser: Browser, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'id-ID' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** Goes to a page and waits until its script has taken over: what is typed before that is lost. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => {
    const root = document.querySelector('form, main, nav, body')
    return root !== null && Object.keys(root).some((key) => key.startsWith('__react'))
  })
}

/** Keeps what the screen looks like, to be looked at. */
export async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

/** Everything that lasts in the browser beside the page's text: storages, cookies, databases, caches, history, fields. */
export async function keptIn(page: Page): Promise<string> {
  const inside = await page.evaluate(async () => {
    const cached = async (name: string): Promise<unknown[]> => {
      const cache = await caches.open(name)
      const keys = await cache.keys()
      return Promise.all(keys.map(async (key) => (await cache.match(key))?.text()))
    }
    const records = (store: IDBObjectStore): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        const asking = store.getAll()
        asking.onsuccess = () => resolve(asking.result)
        asking.onerror = () => reject(new Error('The database of the page cannot be read'))
      })
    const inDatabase = (name: string): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onerror = () => reject(new Error('The database of the page does not open'))
        opening.onsuccess = () => {
          const { result } = opening
          const stores = [...result.objectStoreNames]
          if (stores.length === 0) return resolve([])
          const reading = result.transaction(stores)
          resolve(Promise.all(stores.map((store) => records(reading.objectStore(store)))))
        }
      })
    const databases = (await indexedDB.databases()).flatMap(({ name }) => (name ? [name] : []))
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state as unknown,
      await Promise.all(databases.map(inDatabase)),
      await Promise.all((await caches.keys()).map(cached)),
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
    ])
  })
  return JSON.stringify([inside, await page.context().storageState({ indexedDB: true })])
}
