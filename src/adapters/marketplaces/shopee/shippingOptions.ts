import { z } from 'zod'
import type { DropoffBranch, HandOver, PickupAddress, ShippingOptions } from '../../contract.ts'
import { id, instant, list, requiredId, words } from './wire.ts'

type Field = NonNullable<ShippingOptions['required'][HandOver]>[number]

const place = {
  region: words,
  state: words,
  city: words,
  district: words,
  town: words,
  address: words,
  zipcode: words,
}

/** The payload of `get_shipping_parameter`. */
export const wireOptions = z.object({
  info_needed: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  pickup: z
    .object({
      address_list: list(
        z.object({
          address_id: requiredId,
          ...place,
          address_flag: list(z.string()),
          time_slot_list: list(
            z.object({ date: instant, time_text: words, pickup_time_id: id, flags: list(z.string()) }),
          ),
        }),
      ),
    })
    .nullish(),
  dropoff: z.object({ branch_list: list(z.object({ branch_id: requiredId, ...place })) }).nullish(),
})
export type WireOptions = z.output<typeof wireOptions>

const METHODS: Readonly<Record<string, HandOver>> = {
  pickup: 'pickup',
  dropoff: 'dropoff',
  non_integrated: 'own_courier',
}
const FIELDS: Readonly<Record<string, Field>> = {
  address_id: 'address',
  pickup_time_id: 'slot',
  branch_id: 'branch',
  tracking_no: 'tracking_number',
  tracking_number: 'tracking_number',
  sender_real_name: 'sender_name',
}

/** What the seller may choose: a method is allowed when its key is there, its list names the fields it wants. */
export function toOptions(options: WireOptions): ShippingOptions {
  const allowed = Object.entries(options.info_needed ?? {}).flatMap(([key, fields]) => {
    const method = Object.hasOwn(METHODS, key) ? METHODS[key] : undefined
    return method ? [[method, fieldsOf(fields)] as const] : []
  })
  const methods = allowed.map(([method]) => method)
  return {
    methods,
    pickupAddresses: methods.includes('pickup') ? (options.pickup?.address_list ?? []).map(toAddress) : [],
    dropoffBranches: methods.includes('dropoff') ? (options.dropoff?.branch_list ?? []).map(toBranch) : [],
    required: Object.fromEntries(allowed),
  }
}

const fieldsOf = (wanted: readonly string[] | null): Field[] =>
  (wanted ?? []).flatMap((field) => (Object.hasOwn(FIELDS, field) ? (FIELDS[field] ?? []) : []))

type WireAddress = NonNullable<WireOptions['pickup']>['address_list'][number]
type WireBranch = NonNullable<WireOptions['dropoff']>['branch_list'][number]

const toAddress = (address: WireAddress): PickupAddress => ({
  id: address.address_id,
  label: inWords(address),
  isDefault:
    address.address_flag.includes('default_address') || address.address_flag.includes('pickup_address'),
  slots: address.time_slot_list.flatMap((slot) =>
    slot.pickup_time_id === '' || slot.date === null
      ? []
      : [
          {
            id: slot.pickup_time_id,
            from: slot.date,
            label: slot.time_text,
            recommended: slot.flags.includes('recommended'),
          },
        ],
  ),
})

const toBranch = (branch: WireBranch): DropoffBranch => ({
  id: branch.branch_id,
  name: [branch.city, branch.district].filter((part) => part !== '').join(', '),
  address: inWords(branch),
})

const inWords = (where: {
  address: string
  district: string
  city: string
  state: string
  zipcode: string
}): string =>
  [where.address, where.district, where.city, where.state, where.zipcode]
    .filter((part) => part !== '')
    .join(', ')
