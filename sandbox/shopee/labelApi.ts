import type { HttpReply } from '../core/http.ts'
import { asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { requirePackage } from './logisticsApi.ts'
import type { Order } from './model.ts'
import { bodyList, bodyText } from './params.ts'
import { pushToShopApps } from './pushEvents.ts'
import { labelPdf } from './labelPdf.ts'

const LABEL_SECONDS = 3
const TYPES = ['NORMAL_AIR_WAYBILL', 'THERMAL_AIR_WAYBILL']

/** Air waybills: ask which kind, create, wait, download. */
export const LABEL_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/logistics/get_shipping_document_parameter', { kind: 'shop', handle: parameter }],
  ['POST', '/api/v2/logistics/create_shipping_document', { kind: 'shop', handle: create }],
  ['POST', '/api/v2/logistics/get_shipping_document_result', { kind: 'shop', handle: result }],
  ['POST', '/api/v2/logistics/download_shipping_document', { kind: 'shop', handle: download }],
]

function eachOrder(
  context: ShopCallContext,
  work: (order: Order, row: JsonObject) => Readonly<Record<string, Wire>>,
): Wire[] {
  return bodyList(context.body, 'order_list', 50)
    .map(asObject)
    .map((row) => {
      const sn = bodyText(row, 'order_sn')
      const shown = { order_sn: sn, package_number: context.shop.orders.get(sn)?.packageNumber ?? '' }
      try {
        return {
          ...shown,
          fail_error: '',
          fail_message: '',
          ...work(requirePackage(context.shop, sn, row['package_number']), row),
        }
      } catch (error) {
        if (!(error instanceof ShopeeError)) throw error
        return { ...shown, fail_error: error.code, fail_message: error.message }
      }
    })
}

/** Batch answers carry an error only when no row succeeded. */
function batch(rows: Wire[]): HttpReply {
  const allFailed = rows.every((row) => asObject(row)['fail_error'] !== '')
  if (allFailed)
    throw new ShopeeError('common.batch_api_all_failed', 'All failed, please check result_list.', {
      response: { result_list: rows },
    })
  return wrapped({ result_list: rows }, { warning: [] })
}

function printable(order: Order): void {
  if (order.status !== 'PROCESSED')
    throw new ShopeeError('logistics.package_can_not_print', 'The package cannot be printed now.')
}

function parameter(context: ShopCallContext): HttpReply {
  return batch(
    eachOrder(context, (order) => {
      printable(order)
      return { suggest_shipping_document_type: 'THERMAL_AIR_WAYBILL', selectable_shipping_document_type: TYPES }
    }),
  )
}

function create(context: ShopCallContext): HttpReply {
  const { world, shop } = context
  return batch(
    eachOrder(context, (order, row) => {
      printable(order)
      if (order.trackingNumber === '' || row['tracking_number'] !== order.trackingNumber) {
        throw new ShopeeError('logistics.tracking_number_invalid', 'The tracking number is invalid.')
      }
      const type = row['shipping_document_type'] ?? 'NORMAL_AIR_WAYBILL'
      if (typeof type !== 'string' || !TYPES.includes(type)) throw badParam('shipping_document_type is invalid')
      const wait = LABEL_SECONDS * world.options.timeScale
      order.document = { type, readyAt: world.clock.ms() + wait * 1000 }
      world.later(LABEL_SECONDS, () => {
        pushToShopApps(world, shop.shopId, 15, {
          ordersn: order.sn,
          package_number: order.packageNumber,
          status: 'READY',
        })
      })
      return {}
    }),
  )
}

function result(context: ShopCallContext): HttpReply {
  return batch(
    eachOrder(context, (order) => {
      if (!order.document)
        throw new ShopeeError('logistics.shipping_document_should_print_first', 'Create the document first.')
      return { status: context.world.clock.ms() >= order.document.readyAt ? 'READY' : 'PROCESSING' }
    }),
  )
}

function download(context: ShopCallContext): HttpReply {
  const { body, shop, world } = context
  const orders = bodyList(body, 'order_list', 50)
    .map(asObject)
    .map((row) => requirePackage(shop, bodyText(row, 'order_sn'), row['package_number']))
  for (const order of orders) {
    printable(order)
    if (!order.document)
      throw new ShopeeError('logistics.shipping_document_should_print_first', 'Create the document first.')
    if (world.clock.ms() < order.document.readyAt)
      throw new ShopeeError('logistics.download_later', 'The document is being generated.')
  }
  const file = labelPdf(
    orders.map((order) => [shop.name, order.channel.name, order.sn, order.trackingNumber, order.city]),
  )
  return { status: 200, headers: { 'content-type': 'application/pdf' }, body: file }
}
