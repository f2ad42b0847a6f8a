import {
  AdapterError,
  type Capabilities,
  type ShopSession,
  type StockResult,
  type StockTarget,
} from '../../contract.ts'
import { isCase } from './errors.ts'
import { shopLocations } from './locations.ts'
import { byItem, isModel } from './modelRows.ts'
import { writeRows, type RowOutcome, type RowWrite } from './rows.ts'
import { spreadOver, stockByLocation, type LocationStock } from './stockLocations.ts'
import { count } from './wire.ts'

/** Quantities in one place; or, for goods kept in several warehouses, over those. At most `perCall` rows a call. */
export const shopeeStock = (perCall: number): NonNullable<Capabilities['stock']> => ({
  async set(session, targets) {
    const written = await writeRows(
      session,
      byItem(targets, perCall).map((ofItem) => plainWrite(ofItem)),
    )
    const located = written.filter((each) => !each.ok && isCase(each.error, 'location'))
    if (located.length === 0) return written.map(resultOf)
    const again = await setPerLocation(
      session,
      located.map((each) => each.target),
    )
    // Goods whose place is not known keep the refusal they got.
    const decided = new Set(again.map((each) => each.target))
    return [...written.filter((each) => !decided.has(each.target)), ...again].map(resultOf)
  },

  locations: shopLocations,
})

function plainWrite(targets: readonly StockTarget[]): RowWrite<StockTarget> {
  return stockWrite(targets, ({ quantity }) => [{ stock: quantity }])
}

function stockWrite(
  targets: readonly StockTarget[],
  sellerStock: (target: StockTarget) => { stock: number; location_id?: string }[],
): RowWrite<StockTarget> {
  return {
    targets,
    path: '/api/v2/product/update_stock',
    body: {
      item_id: BigInt(targets[0]?.externalItemId ?? 0),
      stock_list: targets.map((target) => ({
        model_id: BigInt(target.externalVariantId || 0),
        seller_stock: sellerStock(target),
      })),
    },
    about: 'stock',
    isOurs: isModel(targets.length),
  }
}

/** Shopee refused a number without its warehouse: reads where the goods lie, and writes that much to each. */
async function setPerLocation(
  session: ShopSession,
  targets: readonly StockTarget[],
): Promise<RowOutcome<StockTarget>[]> {
  const current = await stockByLocation(session, targets).catch((error: unknown) => {
    if (error instanceof AdapterError) return new Map<string, LocationStock[]>()
    throw error
  })
  const places = new Map(
    targets.flatMap((target) => {
      const known = current.get(`${target.externalItemId}/${target.externalVariantId}`) ?? []
      return known.length === 0 ? [] : [[target, spreadOver(known, target.quantity)] as const]
    }),
  )
  return writeRows(
    session,
    byItem([...places.keys()]).map((ofItem) =>
      stockWrite(ofItem, (target) =>
        (places.get(target) ?? []).map(({ locationId, stock }) => ({ location_id: locationId, stock })),
      ),
    ),
  )
}

function resultOf(outcome: RowOutcome<StockTarget>): StockResult {
  const { externalItemId, externalVariantId, quantity } = outcome.target
  if (!outcome.ok) return { externalItemId, externalVariantId, ok: false, error: outcome.error }
  const stored = outcome.rows.every((row) => row.stock != null)
    ? outcome.rows.reduce((sum, row) => sum + count.parse(row.stock), 0)
    : quantity
  return { externalItemId, externalVariantId, ok: true, quantity: stored }
}
