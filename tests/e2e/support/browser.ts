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
