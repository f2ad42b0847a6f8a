import assert from 'node:assert/strict'
import type { HttpResponse, HttpSend, MarketplaceAdapter, RemoteListing, ShopSession } from '../contract.ts'
import { AdapterError } from '../contract.ts'
import { failureIn } from './answers.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { probesOf } from './probes.ts'
import { allListings } from './reading.ts'

const HOUR_S = 3_600
/** A timer may fire this much early. */
const TOLERANCE_MS = 20
const MOST_TRIES_A_PAGE = 6

/**
 * Whether a call of a try at one page is refused: first every second one, then every other second one, then a single
 * later one each, and none of the last try. A refusal of every second call for good could not be lived with: a page that
 * takes two calls would never be whole.
 */
function isRefused(tries: number, call: number): boolean {
  if (tries <= 2) return (call + tries) % 2 === 0
  return tries < MOST_TRIES_A_PAGE && call === tries
}

/** The marketplace's pace: a call that is told to wait does so, or says how long. */
export const rateChecks: readonly ConformanceCheck[] = [
  liveCheck(
    { id: 'rate/pause', title: 'waits as long as it is told to before it asks again, or says how long' },
    async ({ adapter }, { session }) => {
      const sentAt: number[] = []
      const send: HttpSend = (request) => {
        sentAt.push(performance.now())
        return sentAt.length === 1 ? Promise.resolve(slowDown(1)) : session.send(request)
      }
      const error = await adapter.shop.info({ ...session, send }).then(
        () => undefined,
        (failure: unknown) => failure,
      )
      const [first = 0, second] = sentAt
      if (second === undefined) expectPause(error, 1_000, 'shop.info')
      else assert.ok(second - first >= 1_000 - TOLERANCE_MS, `asked again after ${second - first} ms`)
    },
  ),
  liveCheck(
    { id: 'rate/long-pause', title: 'passes on a pause that is too long to wait for' },
    async ({ adapter }, { session }) => {
      const send: HttpSend = () => Promise.resolve(slowDown(HOUR_S))
      await Promise.all(
        probesOf(adapter).map(async ({ name, run, rows }) => {
          const error = await failureIn(() => run({ ...session, send }), rows ?? false, name)
          expectPause(error, HOUR_S * 1_000, name)
        }),
      )
    },
  ),
  liveCheck(
    {
      id: 'rate/lists',
      title: 'loses nothing of a list when told to slow down half-way',
      applies: ({ adapter }) => adapter.products !== undefined,
    },
    async ({ adapter }, { session }) => {
      const undisturbed = (await allListings(adapter, session)).map(keyOf)
      const refused = new Set<string>()
      const listings = await allListings(hurried(adapter, refused), session)
      assert.ok(refused.has('1/1'), 'no first call was told to slow down')
      assert.deepEqual(listings.map(keyOf), undisturbed, 'listings')
    },
  ),
]

const keyOf = (listing: RemoteListing): string => `${listing.externalItemId}/${listing.externalVariantId}`

const slowDown = (seconds: number): HttpResponse => ({
  status: 429,
  headers: { 'retry-after': String(seconds), date: new Date().toUTCString() },
  body: new Uint8Array(),
})

function expectPause(error: unknown, milliseconds: number, what: string): void {
  assert.ok(error instanceof AdapterError, `${what}: neither waits nor fails`)
  assert.equal(error.kind, 'rate_limit', `${what}: kind`)
  assert.ok(
    (error.retryAfterMs ?? 0) >= milliseconds,
    `${what}: says to wait ${error.retryAfterMs} ms instead of ${milliseconds}`,
  )
}

/**
 * The adapter at a marketplace that refuses calls for haste, asked for a page again as Kanal does; notes in `refused`
 * which call of which try was.
 */
function hurried(adapter: MarketplaceAdapter, refused: Set<string>): MarketplaceAdapter {
  const { products } = adapter
  if (!products) return adapter
  const list = async (session: ShopSession, input: { cursor: string | null }) => {
    for (let tries = 1; ; tries += 1) {
      let call = 0
      const send: HttpSend = (request) => {
        call += 1
        if (!isRefused(tries, call)) return session.send(request)
        refused.add(`${tries}/${call}`)
        return Promise.resolve(slowDown(0))
      }
      try {
        return await products.list({ ...session, send }, input)
      } catch (error) {
        if (!(error instanceof AdapterError) || error.kind !== 'rate_limit' || tries >= MOST_TRIES_A_PAGE)
          throw error
      }
    }
  }
  return { ...adapter, products: { ...products, list } }
}
