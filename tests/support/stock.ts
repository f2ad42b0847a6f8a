import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { type OrderStatus, type RemoteOrder, type RemoteOrderLine } from '../../src/adapters/contract.ts'
import { autocommit, transaction } from '../../src/database/tx.ts'
import { setOnHand } from '../../src/plugins/inventory/levels.ts'
import { type AppliedOrder, applyOrder } from '../../src/plugins/orders/apply.ts'

/** Messages of tests are dated a day ahead, so that they come after the counts the tests begin with. */
export const TOMORROW = Date.now() + 86_400_000

export interface TestSku {
  id: string
  code: string
  /** Item id of this SKU's listing in every shop. */
  itemId: string
  listingIds: string[]
}
export interface TestShop {
  id: string
  marketplace: string
  reserveUnpaid: boolean
}
export interface TestSeller {
  organisationId: string
  shops: TestShop[]
  skus: TestSku[]
}

/** A seller with shops that all list the same SKUs, counted and linked; its listings are waiting to be told. */
export async function createSeller(
  pool: Pool,
  {
    shops = 1,
    stock = [100],
    linked = true,
  }: { shops?: number; stock?: readonly number[]; linked?: boolean } = {},
): Promise<TestSeller> {
  return transaction(pool, async (tx) => {
    const one = async (text: string, values: unknown[]): Promise<string> =>
      (await tx.query<{ id: string }>(`${text} returning id`, values))[0]!.id
    const organisationId = await one('insert into organisations (name) values ($1)', ['Toko Uji'])
    const marketplace = `m${randomUUID().slice(0, 8)}`
    const integration = await one(
      'insert into integrations (organisation_id, marketplace, environment) values ($1, $2, $3)',
      [organisationId, marketplace, 'test'],
    )
    const seller: TestSeller = { organisationId, shops: [], skus: [] }
    for (let index = 0; index < shops; index += 1) {
      const id = await one(
        `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id)
         values ($1, $2, $3, $4, $5)`,
        [organisationId, `Toko ${index}`, marketplace, randomUUID(), integration],
      )
      seller.shops.push({ id, marketplace, reserveUnpaid: true })
    }
    const product = await one('insert into products (organisation_id, title) values ($1, $2)', [
      organisationId,
      'Kaos',
    ])
    for (const index of stock.keys()) {
      const code = `SKU-${index}`
      const id = await one(
        'insert into skus (organisation_id, code, code_normalised, product_id) values ($1, $2, $2, $3)',
        [organisationId, code, product],
      )
      const listingIds: string[] = []
      for (const shop of seller.shops) {
        listingIds.push(
          await one(
            `insert into listings (organisation_id, title, shop_id, external_item_id, seller_sku, sku_id)
             values ($1, $2, $3, $4, $5, $6)`,
            [organisationId, 'Kaos', shop.id, `item-${index}`, code, linked ? id : null],
          ),
        )
      }
      seller.skus.push({ id, code, itemId: `item-${index}`, listingIds })
    }
    await setOnHand(tx, {
      organisationId,
      targets: seller.skus.map(({ id }, index) => ({ skuId: id, quantity: stock[index]! })),
      cause: { ref: { type: 'test', id: 'first' }, actor: 'test', reason: 'Stok awal' },
    })
    return seller
  })
}

export const orderLine = (sku: TestSku, line: Partial<RemoteOrderLine> = {}): RemoteOrderLine => ({
  externalLineId: `line-${sku.code}`,
  externalItemId: sku.itemId,
  externalVariantId: '',
  sellerSku: sku.code,
  title: 'Kaos',
  variantName: '',
  quantity: 1,
  cancelledQuantity: 0,
  returnedQuantity: 0,
  unitPrice: { amount: 50_000, currency: 'IDR' },
  imageUrl: null,
  ...line,
})

/** A message about an order; `at` orders the messages of one order in time. */
export const message = (
  externalOrderId: string,
  status: OrderStatus,
  at: number,
  lines: readonly RemoteOrderLine[],
  rest: Partial<RemoteOrder> = {},
): RemoteOrder => ({
  externalOrderId,
  status,
  rawStatus: status.toUpperCase(),
  createdAt: new Date(TOMORROW),
  updatedAt: new Date(TOMORROW + at * 1000),
  paidAt: null,
  shipBy: null,
  total: { amount: 50_000, currency: 'IDR' },
  salesSurface: null,
  buyer: { name: 'Budi', note: '' },
  recipient: { name: 'Budi', phone: '', city: 'Bandung', fullAddress: '' },
  courier: null,
  trackingNumber: null,
  cancelReason: null,
  lines,
  ...rest,
})

/** Applies one message in a transaction of its own. */
export const apply = (
  pool: Pool,
  seller: TestSeller,
  order: RemoteOrder,
  shop = seller.shops[0]!,
): Promise<AppliedOrder> =>
  transaction(pool, (tx) =>
    applyOrder(tx, { organisationId: seller.organisationId, shop, order, source: 'webhook' }),
  )

export interface LevelRow {
  on_hand: number
  reserved: number
  available: number
  version: number
}
export async function levelOf(pool: Pool, sku: TestSku): Promise<LevelRow> {
  const [level] = await autocommit(pool).query<LevelRow>(
    `select sum(on_hand)::integer as on_hand, sum(reserved)::integer as reserved, sum(available)::integer as available,
       sum(version)::integer as version from stock_levels where sku_id = $1`,
    [sku.id],
  )
  return level!
}

export interface LineRow {
  quantity: number
  reserved: number
  short: number
  shipped: number
  cancelled: number
  returned: number
}
/** Lines of an order in the order of their marketplace ids. */
export const linesOf = (pool: Pool, orderId: string): Promise<LineRow[]> =>
  autocommit(pool).query<LineRow>(
    `select quantity, reserved_quantity as reserved, short_quantity as short, shipped_quantity as shipped,
       cancelled_quantity as cancelled, returned_quantity as returned
     from order_lines where order_id = $1 order by external_line_id`,
    [orderId],
  )
