import assert from 'node:assert/strict'
import type { RemoteListing, StockResult, StockTarget } from '../contract.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { expectExplained } from './expect.ts'
import { allListings } from './reading.ts'
import type { ConformanceSubject } from './subject.ts'

const NOWHERE = '999999998'
const hasStock = ({ adapter }: ConformanceSubject): boolean =>
  adapter.stock !== undefined && adapter.products !== undefined

/** Writing: every row is answered for by itself. */
export const writingChecks: readonly ConformanceCheck[] = [
  liveCheck(
    { id: 'writing/stock', title: 'sets an absolute quantity, and again without harm', applies: hasStock },
    async ({ adapter, standIn }, { session }) => {
      const listing = ownListing(await allListings(adapter, session), standIn.sku)
      const target = { ...listing, quantity: (listing.quantity ?? 20) + 1 }
      for (let times = 0; times < 2; times += 1) {
        const [result] = (await adapter.stock?.set(session, [target])) ?? []
        assert.deepEqual(result && { ok: result.ok }, { ok: true })
      }
      const after = ownListing(
        (await adapter.products?.get(session, [listing.externalItemId])) ?? [],
        standIn.sku,
      )
      if (after.quantity !== null) assert.equal(after.quantity, target.quantity)
    },
  ),
  liveCheck(
    {
      id: 'writing/unknown-row',
      title: 'writes what it can and names the row that failed',
      applies: hasStock,
    },
    async ({ adapter, standIn }, { session }) => {
      const listing = ownListing(await allListings(adapter, session), standIn.sku)
      const { externalVariantId } = listing
      const known: StockTarget = { ...listing, quantity: listing.quantity ?? 20 }
      const unknown: StockTarget = {
        externalItemId: NOWHERE,
        externalVariantId: externalVariantId === '' ? '' : NOWHERE,
        quantity: 3,
      }
      const results = (await adapter.stock?.set(session, [unknown, known])) ?? []
      expectAnswered([unknown, known], results)
      assert.equal(results.find((each) => isFor(known, each))?.ok, true, 'the known row')
      assert.equal(results.find((each) => isFor(unknown, each))?.ok, false, 'the unknown row')
    },
  ),
  liveCheck(
    {
      id: 'writing/partial-failure',
      title: 'surfaces part of a batch that the marketplace failed',
      applies: (subject) => hasStock(subject) && subject.standIn.partialFailure !== undefined,
    },
    async ({ adapter, standIn }, { session }) => {
      const targets = variantsOfOne(await allListings(adapter, session))
      await standIn.partialFailure?.()
      const results = (await adapter.stock?.set(session, targets)) ?? []
      expectAnswered(targets, results)
      const failed = results.filter((each) => !each.ok).length
      assert.ok(failed > 0 && failed < results.length, `${failed} of ${results.length} rows failed`)
    },
  ),
]

function ownListing(listings: readonly RemoteListing[], sku: string): RemoteListing {
  const listing = listings.find((each) => each.sellerSku === sku)
  assert.ok(listing, `no listing has the SKU ${sku}`)
  return listing
}

/** The variants of one item that is on sale and has several. */
function variantsOfOne(listings: readonly RemoteListing[]): StockTarget[] {
  const items = groupedByItem(listings)
  const variants = [...items.values()].find(
    (each) => each.length > 1 && each.every(({ status }) => status === 'live'),
  )
  assert.ok(variants, 'the stand-in has no item with several variants on sale')
  return variants.map((each) => ({ ...each, quantity: each.quantity ?? 20 }))
}

const isFor = (
  target: StockTarget,
  result: Pick<StockResult, 'externalItemId' | 'externalVariantId'>,
): boolean =>
  target.externalItemId === result.externalItemId && target.externalVariantId === result.externalVariantId

/** One answer per target, and a reason for each refusal. @throws AssertionError */
function expectAnswered(targets: readonly StockTarget[], results: readonly StockResult[]): void {
  assert.equal(results.length, targets.length, 'number of answers')
  for (const target of targets) {
    const result = results.find((each) => isFor(target, each))
    assert.ok(result, `no answer for ${target.externalItemId}/${target.externalVariantId}`)
    if (!result.ok) expectExplained(result.error, `row ${target.externalItemId}`)
  }
}

function groupedByItem(listings: readonly RemoteListing[]): Map<string, RemoteListing[]> {
  const items = new Map<string, RemoteListing[]>()
  for (const listing of listings) {
    items.set(listing.externalItemId, [...(items.get(listing.externalItemId) ?? []), listing])
  }
  return items
}
