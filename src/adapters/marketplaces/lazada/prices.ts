import type { Prices } from '../../contract.ts'
import { numeric, type LazadaClient } from './client.ts'
import { decimal } from './publishing.ts'
import { writeSkus } from './skuWrites.ts'

/** Prices before promotions. Lazada bars some kinds of shops from this call (E0501). */
export function lazadaPrices(client: LazadaClient): Prices {
  return {
    async set(session, targets) {
      const results = await writeSkus(client, session, targets, {
        path: '/product/price_quantity/update',
        format: 'json',
        row: ({ externalItemId, externalVariantId, price }) => ({
          ItemId: numeric(externalItemId),
          SkuId: numeric(externalVariantId),
          Price: decimal(price),
        }),
      })
      return results.map((result) => {
        const { externalItemId, externalVariantId } = result.target
        return result.ok
          ? { externalItemId, externalVariantId, ok: true }
          : { externalItemId, externalVariantId, ok: false, error: result.error }
      })
    },
  }
}
