import {
  AdapterError,
  type Prices,
  type PriceResult,
  type PriceTarget,
  type ShopSession,
} from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { batchErrors } from './batch.ts'
import { callForShop } from './client.ts'
import { byItem, undecided } from './targets.ts'
import { amountText } from './wire.ts'

const PARALLEL_CALLS = 4

/** Prices take effect at once, without review, on all storefronts. */
export const tiktokShopPrices: Prices = {
  async set(session, targets) {
    const results = await mapLimited([...byItem(targets).values()], PARALLEL_CALLS, async (ofProduct) => {
      try {
        return await setProduct(session, ofProduct)
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error
        return ofProduct.map((target) => resultOf(target, error))
      }
    })
    const flat = results.flat()
    const nothing = undecided(flat)
    if (nothing) throw nothing
    return flat
  },
}

async function setProduct(session: ShopSession, targets: readonly PriceTarget[]): Promise<PriceResult[]> {
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: `/product/202309/products/${encodeURIComponent(targets[0]?.externalItemId ?? '')}/prices/update`,
    body: {
      skus: targets.map(({ externalVariantId, price }) => ({
        id: externalVariantId,
        price: { amount: amountText(price), currency: price.currency },
      })),
    },
    idempotent: true,
  })
  const errors = batchErrors(session, data, 'prices update', requestId, 'sku_id')
  return targets.map((target) => resultOf(target, errors.get(target.externalVariantId) ?? errors.get('')))
}

const resultOf = ({ externalItemId, externalVariantId }: PriceTarget, error?: AdapterError): PriceResult =>
  error
    ? { externalItemId, externalVariantId, ok: false, error }
    : { externalItemId, externalVariantId, ok: true }
