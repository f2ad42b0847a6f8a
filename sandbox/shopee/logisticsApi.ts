import type { HttpReply } from '../core/http.ts'
import { isObject, type JsonObject, type Wire } from '../core/wire.ts'
import { bare, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import type { Order, Parcel, Shop } from './model.ts'
import { arrangeShipment } from './orderLife.ts'
import { bodyText, queryText } from './params.ts'
import { noteEvent } from './parcels.ts'
import { CHANNELS } from './seed.ts'

/** The `logistics` module, labels excepted. */
export const LOGISTICS_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/logistics/get_channel_list', { kind: 'shop', handle: getChannelList }],
  ['GET', '/api/v2/logistics/get_shipping_parameter', { kind: 'shop', handle: getShippingParameter }],
  ['POST', '/api/v2/logistics/ship_order', { kind: 'shop', handle: shipOrder }],
  ['POST', '/api/v2/logistics/update_shipping_order', { kind: 'shop', handle: updateShippingOrder }],
  ['GET', '/api/v2/logistics/get_tracking_number', { kind: 'shop', handle: getTrackingNumber }],
  ['GET', '/api/v2/logistics/get_tracking_info', { kind: 'shop', handle: getTrackingInfo }],
]

const ADDRESS_ID = 2_147_990_021
const BRANCHES = [
  {
    branch_id: 3_100_200_301,
    region: 'ID',
    state: 'JAWA BARAT',
    city: 'KOTA BANDUNG',
    address: 'Gerai JNE Dago',
    zipcode: '40135',
    district: 'Coblong',
    town: '',
  },
]

function refuse(code: string, message: string): ShopeeError {
  return new ShopeeError(`logistics.${code}`, message)
}

/** The order of this shop and one of its parcels, or the module's refusal. A split order needs the package number. */
export function requirePackage(
  shop: Shop,
  sn: string,
  packageNumber: unknown,
): { order: Order; parcel: Parcel } {
  const order = shop.orders.get(sn)
  if (!order) throw refuse('invalid_error', 'The order is not found.')
  const named = packageNumber !== undefined && packageNumber !== null
  if (!named && order.parcels.length > 1)
    throw refuse('package_number_not_exist', 'package_number is needed for a split order.')
  const parcel = named ? order.parcels.find((each) => each.packageNumber === packageNumber) : order.parcels[0]
  if (!parcel) throw refuse('package_not_exist', 'The package does not exist.')
  return { order, parcel }
}

function getChannelList(): HttpReply {
  return wrapped({
    logistics_channel_list: CHANNELS.map((channel) => ({
      logistics_channel_id: channel.id,
      logistics_channel_name: channel.name,
      cod_enabled: false,
      enabled: true,
      fee_type: 'SIZE_INPUT',
      size_list: [],
      weight_limit: { item_max_weight: 50, item_min_weight: 0 },
      logistics_description: '',
      force_enable: false,
      mask_channel_id: 0,
      preprint: false,
    })),
  })
}

function getShippingParameter({ query, shop }: ShopCallContext): HttpReply {
  const { order, parcel } = requirePackage(
    shop,
    queryText(query, 'order_sn'),
    query.get('package_number') ?? undefined,
  )
  if (parcel.logisticsStatus !== 'LOGISTICS_READY' && parcel.logisticsStatus !== 'LOGISTICS_PICKUP_RETRY') {
    throw refuse('ship_order_not_ready_to_ship', 'The package is not ready to ship.')
  }
  const { pickup, dropoff, nonIntegrated } = order.channel.methods
  return wrapped({
    info_needed: {
      ...(pickup ? { pickup } : {}),
      ...(dropoff ? { dropoff } : {}),
      ...(nonIntegrated ? { non_integrated: nonIntegrated } : {}),
    },
    pickup: { address_list: pickup ? [pickupAddress(shop, order)] : null },
    dropoff: { branch_list: dropoff && dropoff.length > 0 ? BRANCHES : null, slug_list: null },
  })
}

function pickupAddress(shop: Shop, order: Order): Wire {
  return {
    address_id: ADDRESS_ID,
    region: 'ID',
    state: shop.state,
    city: shop.city,
    district: '',
    town: '',
    address: shop.address,
    zipcode: shop.zipcode,
    address_flag: ['default_address', 'pickup_address'],
    time_slot_list: timeSlots(order).map((date, index) => ({
      date,
      time_text: '08:00-17:00',
      pickup_time_id: `${date}_1`,
      flags: index === 0 ? ['recommended'] : [],
    })),
  }
}

function timeSlots(order: Order): number[] {
  const day = Math.floor((order.payTime ?? order.createTime) / 86400) * 86400
  return [1, 2, 3].map((n) => day + n * 86400)
}

function shipOrder({ body, shop, world }: ShopCallContext): HttpReply {
  const sn = bodyText(body, 'order_sn')
  const split = (shop.orders.get(sn)?.parcels.length ?? 1) > 1
  if (split && !('package_number' in body))
    throw refuse('ship_order_need_pacakge_number', 'package_number is needed for a split order.')
  if (!split && 'package_number' in body && shop.orders.has(sn)) {
    throw refuse('ship_order_not_need_pacakge_number', 'package_number is only for split orders.')
  }
  const { order, parcel } = requirePackage(shop, sn, body['package_number'])
  const arranged = !/_(NOT_START|READY)$/.test(parcel.logisticsStatus)
  if (arranged && order.status !== 'CANCELLED' && order.status !== 'IN_CANCEL') {
    throw refuse('package_already_shipped', 'The package has been shipped already.')
  }
  if (order.status !== 'READY_TO_SHIP') {
    throw refuse('ship_order_not_ready_to_ship', 'The order is not ready to ship.')
  }
  const given = ['pickup', 'dropoff', 'non_integrated'].filter((name) => isObject(body[name]))
  if (given.length !== 1)
    throw refuse(
      'ship_order_only_support_one_type',
      'Exactly one of pickup, dropoff, non_integrated is needed.',
    )
  const method = given[0] ?? ''
  const ownTracking = checkMethod(order, method, body[method] as JsonObject)
  arrangeShipment(world, order, parcel, ownTracking)
  return bare()
}

/** A new pickup address and time after the courier came in vain. */
function updateShippingOrder({ body, shop, world }: ShopCallContext): HttpReply {
  const { order, parcel } = requirePackage(shop, bodyText(body, 'order_sn'), body['package_number'])
  if (parcel.logisticsStatus !== 'LOGISTICS_PICKUP_RETRY')
    throw refuse('error_param', 'Logistic status is not supported.')
  if (!isObject(body['pickup'])) throw refuse('error_param', 'pickup is needed.')
  checkMethod(order, 'pickup', body['pickup'])
  noteEvent(world, parcel, 'PICKUP_RESCHEDULED', 'Penjemputan dijadwalkan ulang')
  arrangeShipment(world, order, parcel)
  return bare()
}

/** Checks the fields of the chosen method; gives the seller's own tracking number for non-integrated couriers. */
function checkMethod(order: Order, method: string, fields: JsonObject): string {
  const { pickup, dropoff, nonIntegrated } = order.channel.methods
  if (method === 'pickup') {
    if (!pickup) throw refuse('ship_order_unsupport_pickup', 'The courier does not offer pickup.')
    if (
      typeof fields['address_id'] !== 'number' ||
      typeof fields['pickup_time_id'] !== 'string' ||
      fields['pickup_time_id'] === ''
    ) {
      throw refuse('ship_order_need_address_pickup_time', 'address_id and pickup_time_id are needed.')
    }
    if (fields['address_id'] !== ADDRESS_ID)
      throw refuse('no_supported_pickup_address', 'The address is not a pickup address.')
    const slots = timeSlots(order).map((date) => `${date}_1`)
    if (!slots.includes(fields['pickup_time_id']))
      throw refuse('ship_order_pickup_time_invalid', 'The pickup time is invalid.')
    return ''
  }
  if (method === 'dropoff') {
    if (!dropoff) throw refuse('ship_order_unsupport_dropoff', 'The courier does not offer drop-off.')
    if (dropoff.includes('sender_real_name') && !fields['sender_real_name']) {
      throw refuse('ship_order_need_sender_real_name', 'sender_real_name is needed.')
    }
    return ''
  }
  if (!nonIntegrated) throw refuse('ship_order_unsupport_non_integrated', 'The courier is integrated.')
  const number = fields['tracking_number'] ?? fields['tracking_no']
  if (typeof number !== 'string' || number === '')
    throw refuse('ship_order_need_tracking_number', 'tracking_number is needed.')
  return number
}

function getTrackingNumber({ query, shop }: ShopCallContext): HttpReply {
  const { parcel } = requirePackage(
    shop,
    queryText(query, 'order_sn'),
    query.get('package_number') ?? undefined,
  )
  return wrapped({
    tracking_number: parcel.trackingNumber,
    plp_number: '',
    first_mile_tracking_number: '',
    last_mile_tracking_number: '',
    hint:
      parcel.trackingNumber === '' ? 'The tracking number is being generated, please try again later.' : '',
    pickup_code: '',
  })
}

function getTrackingInfo({ query, shop }: ShopCallContext): HttpReply {
  const { order, parcel } = requirePackage(
    shop,
    queryText(query, 'order_sn'),
    query.get('package_number') ?? undefined,
  )
  return wrapped({
    order_sn: order.sn,
    package_number: parcel.packageNumber,
    logistics_status: parcel.logisticsStatus,
    tracking_info: parcel.events.map((event) => ({
      update_time: event.at,
      description: event.description,
      logistics_status: event.status,
    })),
  })
}
