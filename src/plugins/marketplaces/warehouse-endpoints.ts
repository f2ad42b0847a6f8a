import { z } from 'zod'
import { AdapterError } from '../../adapters/contract.ts'
import { explain } from '../../adapters/kit/explain.ts'
import { EVERYONE, MANAGERS } from '../../collections/access/roles.ts'
import { transaction } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { answer } from '../security/endpoint/answer.ts'
import { tell, type Caller } from '../security/endpoint/caller.ts'
import { endpoint, notAudited } from '../security/endpoint/endpoint.ts'
import { readInput } from '../security/endpoint/input.ts'
import { Refusal } from '../security/endpoint/refusal.ts'
import { adapterOf, ShopNotConnectedError, type ShopRow } from './rows.ts'
import { shopFor } from './shop-access.ts'
import { chooseWarehouse, listWarehouses, type ShopWarehouses } from './warehouses.ts'

const input = z.strictObject({ warehouseId: z.string().min(1).max(128).nullable() })

const notConnected = (): Refusal =>
  new Refusal(409, {
    code: 'not_connected',
    what: text('Gudang toko tidak bisa dibaca.', 'The warehouses of the shop cannot be read.'),
    why: text('Toko ini sedang tidak terhubung.', 'This shop is not connected at the moment.'),
    remedy: text('Sambungkan lagi toko ini, lalu coba lagi.', 'Reconnect this shop, then try again.'),
  })

const noChoice = (): Refusal =>
  new Refusal(409, {
    code: 'no_choice',
    what: text('Gudang tidak bisa dipilih.', 'No warehouse can be chosen.'),
    why: text(
      'Marketplace ini membagi stok ke gudang-gudangnya sendiri, atau toko ini hanya punya satu.',
      'This marketplace spreads stock over its warehouses itself, or the shop has only one.',
    ),
    remedy: text('Tidak ada yang perlu dilakukan.', 'Nothing needs to be done.'),
  })

const unknownWarehouse = (): Refusal =>
  new Refusal(422, {
    code: 'unknown_warehouse',
    what: text('Gudang tidak dipilih.', 'The warehouse was not chosen.'),
    why: text('Toko ini tidak punya gudang itu.', 'This shop has no such warehouse.'),
    remedy: text('Muat ulang halaman, lalu pilih lagi.', 'Reload the page, then choose again.'),
  })

/** `GET /api/shops/:id/warehouses` → `{ warehouses, chosen, canChoose }`. */
export const warehousesEndpoint = endpoint({
  path: '/:id/warehouses',
  method: 'get',
  audit: notAudited('reads what the shop has'),
  stepUp: 'none',
  run: async (caller, req) => answer(await read(caller, await shopFor(caller, req, EVERYONE))),
})

/** `POST /api/shops/:id/warehouse` `{ warehouseId }` → `{ chosen }`; null leaves it to the marketplace again. */
export const chooseWarehouseEndpoint = endpoint({
  path: '/:id/warehouse',
  method: 'post',
  audit: ['shop.warehouse'],
  stepUp: 'none',
  run: async (caller, req) => {
    const shop = await shopFor(caller, req, MANAGERS)
    const { warehouseId } = await readInput(req, input)
    const { warehouses, canChoose } = await read(caller, shop)
    const detail = adapterOf(caller.kanal.adapters, shop.marketplace).stock?.locationDetail
    if (!canChoose || detail === undefined) throw noChoice()
    const known = warehouses.some(({ externalLocationId }) => externalLocationId === warehouseId)
    if (warehouseId !== null && !known) throw unknownWarehouse()
    const { organisationId } = shop
    await transaction(caller.kanal.pool, async (tx) => {
      if (!(await chooseWarehouse(tx, shop, { detail, warehouseId }))) return
      const target = { type: 'shop', id: shop.id, label: shop.name }
      await tell(tx, caller, { organisationId, action: 'shop.warehouse', target, outcome: 'ok' })
    })
    return answer({ chosen: warehouseId })
  },
})

async function read(caller: Caller, shop: ShopRow): Promise<ShopWarehouses> {
  try {
    return await listWarehouses(caller.kanal, shop, caller.signal)
  } catch (error) {
    if (error instanceof ShopNotConnectedError) throw notConnected()
    if (!(error instanceof AdapterError)) throw error
    const { name } = adapterOf(caller.kanal.adapters, shop.marketplace)
    throw new Refusal(502, { code: error.reason, ...(error.explanation ?? explain(error.reason, name)) })
  }
}
