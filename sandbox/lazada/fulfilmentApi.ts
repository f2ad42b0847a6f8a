import { randomBytes } from 'node:crypto'
import { asArray, asObject, type Wire } from '../core/wire.ts'
import { innerFailure, LazadaError, wrapped } from './envelope.ts'
import type { Endpoints, ShopCallContext } from './gateway.ts'
import type { Order, Shop, Unit } from './model.ts'
import { packUnits, PROVIDERS, readyUnits, repackUnits } from './orderLife.ts'
import { jsonParam } from './params.ts'

const MAX_BATCH = 20
const LABEL_MINUTES = 10

/** Fulfilment v2: providers, pack, label, ready to ship, repack. */
export const FULFILMENT_ENDPOINTS: Endpoints = [
  ['POST', '/order/shipment/providers/get', { kind: 'shop', handle: providers }],
  ['POST', '/order/fulfill/pack', { kind: 'shop', handle: pack }],
  ['GET|POST', '/order/package/document/get', { kind: 'shop', handle: document }],
  ['POST', '/order/package/rts', { kind: 'shop', handle: readyToShip }],
  ['POST', '/order/package/repack', { kind: 'shop', handle: repack }],
]

interface Wanted {
  readonly order: Order
  readonly units: readonly Unit[]
}

function wantedUnits(shop: Shop, rows: unknown, key: string): Wanted[] {
  const list = asArray(rows).map(asObject)
  if (list.length === 0) throw new LazadaError('700017', 'The order list is null')
  return list.map((row) => {
    const order = shop.orders.get(String(row['order_id']))
    if (!order) throw new LazadaError('700021', 'Order does not exist')
    const ids = asArray(row[key]).map(String)
    if (ids.length === 0) throw new LazadaError('700018', 'The size of the order items is wrong')
    if (ids.length > MAX_BATCH) throw new LazadaError('700022', `At most ${MAX_BATCH} order items`)
    const units = ids.map((id) => order.units.find((unit) => unit.id === id))
    if (units.some((unit) => unit === undefined)) throw new LazadaError('700025', 'Order item does not exist')
    return { order, units: units.flatMap((unit) => unit ?? []) }
  })
}

function providers({ world, shop, values }: ShopCallContext) {
  wantedUnits(shop, jsonParam(values, 'getShipmentProvidersReq')['orders'], 'order_item_ids')
  return wrapped({
    data: {
      platform_default: 1,
      shipping_allocate_type: world.options.allocation,
      shipment_providers: PROVIDERS.map(({ code, name }) => ({ name, provider_code: code })),
    },
  })
}

function pack({ world, shop, values, path }: ShopCallContext) {
  const request = jsonParam(values, 'packReq')
  const { allocation } = world.options
  const code = String(request['shipment_provider_code'] ?? '')
  if (request['delivery_type'] !== 'dropship')
    return innerFailure('700013', 'The delivery type is not supported')
  if (request['shipping_allocate_type'] !== allocation)
    return innerFailure('700016', 'The allocate type does not fit')
  if (allocation === 'NTFS' && !PROVIDERS.some((each) => each.code === code)) {
    return innerFailure('700001', 'The shipment provider does not exist')
  }
  const wanted = wantedUnits(shop, request['pack_order_list'], 'order_item_list')
  const failing = world.struck('pack_failure', { shopId: shop.sellerId, path })
  return wrapped({
    data: {
      pack_order_list: wanted.map(({ order, units }): Wire => {
        if (new Set(units.map((unit) => unit.warehouseCode)).size > 1) {
          return row(order, units, '700029', 'The items are in several warehouses')
        }
        if (failing) return row(order, units, '1003', '3PL allocation failed')
        const packable = units.every((unit) => unit.status === 'pending')
        if (!packable) return row(order, units, '700000', 'The status of the item does not allow packing')
        packUnits(world, order, units, code)
        return row(order, units, '0', 'success')
      }),
    },
  })
}

function row(order: Order, units: readonly Unit[], code: string, message: string): Wire {
  return {
    order_id: BigInt(order.id),
    order_item_list: units.map((unit) => ({
      order_item_id: BigInt(unit.id),
      item_err_code: code,
      msg: message,
      retry: code === '1003',
      tracking_number: code === '0' ? unit.trackingCode : '',
      shipment_provider: code === '0' ? unit.provider : '',
      package_id: code === '0' ? unit.packageId : '',
    })),
  }
}

interface Parcel {
  readonly id: string
  readonly order: Order | undefined
  readonly units: readonly Unit[]
}

function parcelsOf(shop: Shop, values: ShopCallContext['values'], name: string): Parcel[] {
  const ids = asArray(jsonParam(values, name)['packages']).map((each) =>
    String(asObject(each)['package_id'] ?? ''),
  )
  if (ids.length === 0 || ids.length > MAX_BATCH)
    throw new LazadaError('700022', `1 to ${MAX_BATCH} packages`)
  return ids.map((id) => {
    for (const order of shop.orders.values()) {
      const units = order.units.filter((unit) => unit.packageId === id)
      if (id !== '' && units.length > 0) return { id, order, units }
    }
    return { id, order: undefined, units: [] }
  })
}

function eachParcel(
  parcels: readonly Parcel[],
  allowed: string,
  work: (order: Order, units: readonly Unit[]) => void,
) {
  return wrapped({
    data: {
      packages: parcels.map(({ id, order, units }): Wire => {
        if (!order) return { package_id: id, item_err_code: '600001', msg: 'Package not found', retry: false }
        if (units.some((unit) => unit.status === 'canceled')) {
          return { package_id: id, item_err_code: '600002', msg: 'Package is cancelled', retry: false }
        }
        if (units.some((unit) => unit.status !== allowed)) {
          return { package_id: id, item_err_code: '700026', msg: 'Package status is wrong', retry: false }
        }
        work(order, units)
        return { package_id: id, item_err_code: '0', msg: 'success', retry: false }
      }),
    },
  })
}

function readyToShip({ world, shop, values }: ShopCallContext) {
  return eachParcel(parcelsOf(shop, values, 'readyToShipReq'), 'packed', (order, units) =>
    readyUnits(world, shop, order, units),
  )
}

function repack({ world, shop, values }: ShopCallContext) {
  return eachParcel(parcelsOf(shop, values, 'rePackReq'), 'packed', (order, units) =>
    repackUnits(world, order, units),
  )
}

function document({ world, shop, values, path }: ShopCallContext) {
  const request = jsonParam(values, 'getDocumentReq')
  if (request['doc_type'] !== 'PDF' && request['doc_type'] !== 'HTML') {
    throw new LazadaError('20', 'E020: Invalid document type')
  }
  const parcels = parcelsOf(shop, values, 'getDocumentReq')
  if (parcels.some(({ order }) => !order)) return innerFailure('600001', 'Package not found')
  const printable = parcels.every(({ units }) =>
    units.every((unit) => unit.status === 'packed' || unit.status === 'ready_to_ship'),
  )
  if (!printable) return innerFailure('700040', 'There is nothing to print')
  if (world.struck('label_pending', { shopId: shop.sellerId, path })) {
    return wrapped({ data: { doc_type: 'PDF', file: '', pdf_url: '' } })
  }
  const name = randomBytes(16).toString('hex')
  world.labels.set(name, {
    pages: parcels.map(({ order, units, id }) => [
      shop.name,
      units[0]?.provider ?? '',
      order?.id ?? '',
      units[0]?.trackingCode ?? '',
      id,
    ]),
    endsAt: world.clock.ms() + LABEL_MINUTES * 60_000,
  })
  const url = `${world.publicUrl}/labels/${name}.pdf`
  const frame = Buffer.from(`<iframe src="${url}"></iframe>`).toString('base64')
  return wrapped({
    data:
      request['doc_type'] === 'PDF'
        ? { doc_type: 'PDF', file: '', pdf_url: url }
        : { doc_type: 'HTML', file: frame, pdf_url: '' },
  })
}
