import type { RemoteLocation } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { queuePushes } from '../inventory/outbox.ts'
import { adapterOf, type ShopRow } from './rows.ts'
import { withShop } from './shop-session.ts'

export interface ShopWarehouses {
  warehouses: readonly RemoteLocation[]
  /** The warehouse our numbers go to; null while the marketplace decides, or spreads them itself. */
  chosen: string | null
  /** Whether one can be chosen: some marketplaces spread a total over all warehouses. */
  canChoose: boolean
}

/** The shop's warehouses as the marketplace knows them now. Hold no transaction. @throws as `withShop` does */
export async function listWarehouses(
  kanal: Kanal,
  shop: ShopRow,
  signal?: AbortSignal,
): Promise<ShopWarehouses> {
  const { stock } = adapterOf(kanal.adapters, shop.marketplace)
  const warehouses = await withShop(
    kanal,
    shop.id,
    'shop.info',
    async ({ adapter, session }) => (await adapter.stock?.locations?.(session)) ?? [],
    signal,
  )
  const detail = stock?.locationDetail
  return {
    warehouses,
    chosen: (detail && shop.details[detail]) || null,
    canChoose: detail !== undefined && warehouses.length > 1,
  }
}

/**
 * Sends our numbers to another warehouse of the shop from now on: all of them are sent again, because the new place
 * has not seen them. What the former one shows is left as it is. Write the audit row beside it.
 * @param detail the shop detail in which the adapter looks for the choice.
 * @returns false when it was the choice already.
 */
export async function chooseWarehouse(
  tx: Tx,
  shop: Pick<ShopRow, 'id' | 'organisationId'>,
  { detail, warehouseId }: { detail: string; warehouseId: string | null },
): Promise<boolean> {
  const changed = await tx.query(
    `update shops
     set details = case when $3::text is null then coalesce(details, '{}') - $2::text
       else coalesce(details, '{}') || jsonb_build_object($2::text, $3::text) end, updated_at = now()
     where id = $1 and details ->> $2 is distinct from $3
     returning id`,
    [shop.id, detail, warehouseId],
  )
  if (changed.length === 0) return false
  const behind = await tx.query<{ skuId: string }>(
    `update listings set pushed_version = null, pushed_quantity = null, updated_at = now()
     where shop_id = $1 and sku_id is not null
     returning sku_id as "skuId"`,
    [shop.id],
  )
  const skuIds = [...new Set(behind.map(({ skuId }) => skuId))]
  if (skuIds.length > 0) await queuePushes(tx, { organisationId: shop.organisationId, skuIds })
  return true
}
