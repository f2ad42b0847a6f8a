import type { PriceResult, Prices } from '../../contract.ts'
import { byItem, isModel } from './modelRows.ts'
import { toMajor } from './majorUnits.ts'
import { writeRows } from './rows.ts'

/** Prices before promotions and, in Indonesia, before tax; one item a call. */
export const shopeePrices: Prices = {
  async set(session, targets) {
    const outcomes = await writeRows(
      session,
      byItem(targets).map((ofItem) => ({
        targets: ofItem,
        path: '/api/v2/product/update_price',
        body: {
          item_id: BigInt(ofItem[0]?.externalItemId ?? 0),
          price_list: ofItem.map(({ externalVariantId, price }) => ({
            model_id: BigInt(externalVariantId || 0),
            original_price: toMajor(price),
          })),
        },
        about: 'price' as const,
        isOurs: isModel(ofItem.length),
      })),
    )
    return outcomes.map((outcome): PriceResult => {
      const { externalItemId, externalVariantId } = outcome.target
      const key = { externalItemId, externalVariantId }
      return outcome.ok ? { ...key, ok: true } : { ...key, ok: false, error: outcome.error }
    })
  },
}
