import type { Logistics } from '../../contract.ts'
import { callForShop } from './client.ts'
import { label } from './labels.ts'
import { combine, split } from './parcels.ts'
import { arrange, parcelRef } from './shipping.ts'
import { toOptions, wireOptions } from './shippingOptions.ts'
import { tracking } from './tracking.ts'
import { read } from './wire.ts'

/** Shipping: choices, arrangement, tracking, labels, and dividing an order into parcels. */
export const shopeeLogistics: Logistics = {
  async options(session, ref) {
    const { response, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/api/v2/logistics/get_shipping_parameter',
      query: parcelRef(ref),
    })
    return toOptions(read(wireOptions, response, 'get_shipping_parameter', requestId))
  },
  arrange,
  tracking,
  label,
  split,
  combine,
}
