import assert from 'node:assert/strict'
import { CONTRACT_VERSION, describeCredentials, type MarketplaceAdapter, type Sketch } from '../contract.ts'
import { fieldProblems } from '../kit/fieldProblems.ts'
import { httpCheckProblems } from '../kit/httpCheckProblems.ts'
import type { ConformanceCheck } from './check.ts'
import { expectText, secretValues } from './expect.ts'

const CHECK_ORDER = ['shape', 'address', 'clock', 'signature', 'token', 'scope', 'shop']
const ABOUT_THE_SHOP = new Set(['token', 'scope', 'shop'])
const SOUNDS_SECRET = /secret|token|password|passphrase|private|key/i
/** A "key" that names the app, like a client id, is no secret. */
const NAMES_THE_APP = /^(app|client|consumer|public)_?key$/i

/** What can be said about an adapter without calling it. */
export const descriptorChecks: readonly ConformanceCheck[] = [
  descriptorCheck('identity', 'names its contract, itself and its documentation', (adapter) => {
    assert.equal(adapter.contractVersion, CONTRACT_VERSION, 'contract version')
    assert.match(adapter.id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'id: lower-case words joined by dashes')
    assert.ok(adapter.id.length <= 40, 'id: 40 characters at most')
    assert.ok(adapter.name.trim(), 'name')
    assert.equal(new URL(adapter.docsUrl).protocol, 'https:', 'docsUrl')
  }),
  descriptorCheck('badge', 'has badges that can be drawn and read', (adapter) => {
    const surfaces = adapter.surfaces ?? []
    for (const { text, color } of [adapter.badge, ...surfaces.map((surface) => surface.badge)]) {
      assert.match(text, /^\S{1,3}$/, `badge text "${text}"`)
      assert.ok(contrastOf(color) >= 4.5, `no text is readable on the badge colour "${color}"`)
    }
    const ids = surfaces.map((surface) => surface.id)
    assert.equal(new Set(ids).size, ids.length, 'two surfaces share an id')
    for (const { id, connectHint } of surfaces) {
      if (connectHint) expectText(connectHint, `connect hint of surface "${id}"`)
    }
  }),
  descriptorCheck('texts', 'speaks both languages wherever a seller reads it', (adapter) => {
    assert.ok(adapter.setup.length > 0, 'no set-up steps')
    adapter.setup.forEach((step, at) => expectText(step, `set-up step ${at + 1}`))
    for (const [key, { label }] of Object.entries(adapter.environments)) {
      expectText(label, `label of environment "${key}"`)
    }
    for (const { id, label } of adapter.checks) expectText(label, `label of check "${id}"`)
    for (const reason of adapter.orders?.cancellation?.reasons ?? []) {
      expectText(reason.label, `label of cancellation reason "${reason.code}"`)
    }
  }),
  descriptorCheck('credentials', 'can be drawn as a form, its secrets marked', (adapter) => {
    const fields = describeCredentials(adapter.credentials)
    assert.ok(fields.length > 0, 'no credential fields')
    for (const { key, label, help, invalid, where, secret } of fields) {
      expectText(label, `label of field "${key}"`)
      expectText(help, `help of field "${key}"`)
      expectText(invalid, `"invalid" of field "${key}"`)
      for (const step of where?.steps ?? []) expectText(step, `a step to field "${key}"`)
      if (where?.sketch) expectSketch(where.sketch, key)
      if (where) assert.equal(new URL(where.url).protocol, 'https:', `where to find field "${key}"`)
      if (secret || !SOUNDS_SECRET.test(key) || NAMES_THE_APP.test(key)) continue
      assert.fail(`field "${key}" sounds secret but is not marked so`)
    }
    assert.deepEqual(fieldProblems(adapter), [], 'declared fields')
    JSON.stringify(fields)
  }),
  {
    id: 'descriptor/credentials-accepted',
    title: 'accepts the credentials it works with, and no empty form',
    async run({ adapter, credentials }) {
      assert.ok(adapter.credentials.safeParse(credentials).success, 'valid credentials are refused')
      assert.ok(!adapter.credentials.safeParse({}).success, 'an empty form is accepted')
      assert.ok(secretValues(adapter, credentials).length > 0, 'no credential is secret')
    },
  },
  descriptorCheck('environments', 'reaches the internet over HTTPS only', (adapter) => {
    const environments = Object.entries(adapter.environments)
    assert.ok(
      environments.some(([, { local }]) => !local),
      'no environment but local ones',
    )
    for (const [key, { apiBaseUrl, consentBaseUrl, local }] of environments) {
      if (local) continue
      for (const url of [apiBaseUrl, consentBaseUrl]) {
        assert.equal(new URL(url).protocol, 'https:', `environment "${key}"`)
      }
    }
  }),
  descriptorCheck('checks', 'tests in the documented order, the shop last', ({ checks }) => {
    const ids = checks.map(({ id }) => id)
    assert.deepEqual(
      ids,
      CHECK_ORDER.filter((id) => (ids as string[]).includes(id)),
      'checks are out of order',
    )
    assert.ok(ids.includes('address') && ids.includes('signature'), 'address and signature must be tested')
    for (const { id, needsShop = false } of checks) {
      assert.equal(needsShop, ABOUT_THE_SHOP.has(id), `whether check "${id}" needs a shop`)
    }
  }),
  descriptorCheck('http-checks', 'declares checks that can work', (adapter) => {
    assert.deepEqual(httpCheckProblems(adapter), [], 'declared checks')
    for (const { id, http } of adapter.checks) {
      for (const rule of http?.rules ?? []) {
        if (rule.then === 'accepted') continue
        for (const each of Object.values(rule.explanation ?? {})) expectText(each, `a rule of check "${id}"`)
      }
    }
  }),
  descriptorCheck('limits', 'has positive limits', (adapter) => {
    const { ordersPerFetch, stockTargetsPerCall, ...paces } = adapter.limits
    const { requestsPerSecondPerShop, requestsPerSecondPerApp, requestsPerSecondPerClass = {} } = paces
    const perSecond = [requestsPerSecondPerApp, ...Object.values(requestsPerSecondPerClass)]
    for (const value of [requestsPerSecondPerShop, ...perSecond.filter((each) => each !== undefined)]) {
      assert.ok(Number.isFinite(value) && value > 0, `requests a second: ${value}`)
    }
    const wholes = {
      ordersPerFetch,
      stockTargetsPerCall,
      ordersWindow: adapter.orders?.maxWindowDays ?? 1,
      financeWindow: adapter.finance?.maxWindowDays ?? 1,
      refreshAhead: adapter.authorize.refreshAheadSeconds,
      acknowledgeWithin: adapter.webhook.acknowledge.withinMs,
    }
    for (const [name, value] of Object.entries(wholes)) {
      assert.ok(Number.isInteger(value) && value > 0, `${name} must be a whole number above 0, is ${value}`)
    }
    const { status } = adapter.webhook.acknowledge
    assert.ok(status >= 200 && status < 300, 'a webhook is acknowledged with a 2xx')
  }),
  {
    id: 'descriptor/consent-url',
    title: 'builds a consent address that carries the state and no secret',
    async run({ adapter, credentials, standIn }) {
      const session = standIn.app()
      const state = 'a state & more/ü'
      const redirectUrl = `https://kanal.example.id/oauth/${adapter.id}`
      const url = new URL(adapter.authorize.consentUrl(session, { redirectUrl, state }))
      assert.equal(url.origin, new URL(session.environment.consentBaseUrl).origin, 'origin')
      assert.ok([...url.searchParams.values()].includes(state), 'the state is not in the address')
      for (const secret of secretValues(adapter, credentials)) {
        assert.ok(!decodeURIComponent(url.href.replaceAll('+', ' ')).includes(secret), 'a secret is in it')
      }
    },
  },
]

function descriptorCheck(
  id: string,
  title: string,
  look: (adapter: MarketplaceAdapter) => void,
): ConformanceCheck {
  return { id: `descriptor/${id}`, title, run: async ({ adapter }) => look(adapter) }
}

function expectSketch({ menu, lines }: Sketch, key: string): void {
  assert.ok(menu.length > 0, `the sketch for field "${key}" has no menu`)
  const wordings = [...menu, ...lines.flatMap(({ label, press }) => [label, ...(press ? [press] : [])])]
  for (const wording of wordings) {
    const words = typeof wording === 'string' ? [wording] : Object.values(wording)
    assert.ok(
      words.length > 0 && words.every((each) => each.trim()),
      `the sketch for field "${key}" has empty words`,
    )
  }
}

/** Contrast of the better of black and white on a `#rrggbb` colour, by WCAG's formula; 0 when it is none. */
function contrastOf(color: string): number {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (!digits) return 0
  const [r = 0, g = 0, b = 0] = digits.slice(1).map((hex) => {
    const channel = Number.parseInt(hex, 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return Math.max(1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05)
}
