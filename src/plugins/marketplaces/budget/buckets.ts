import type { EndpointClass, Limits } from '../../../adapters/contract.ts'

/** Requests that may go out at once after a pause, in seconds of the budget. */
const BURST_SECONDS = 1
/** What a class may take of a shop's budget unless its adapter says otherwise: the rest is always left for the others. */
const CLASS_SHARE = 0.8
/** How late a claimed request may go out, in seconds. The burst is smaller by that much, so that late ones still fit. */
export const LATE_SECONDS = 0.1

/** A stock of requests that grows at a steady rate up to a limit. Every request is taken out of several at once. */
export interface Bucket {
  name: string
  perSecond: number
  most: number
  /** Several shops draw on it. */
  shared: boolean
}

const bucket = (name: string, perSecond: number, shared = false): Bucket => ({
  name,
  perSecond,
  most: Math.max(1, perSecond * (BURST_SECONDS - LATE_SECONDS)),
  shared,
})

export const shopBucket = (shopId: string): string => `shop:${shopId}`

/** What a request of a shop is taken out of: the shop's budget, the share of its class, and the app's budget if any. */
export function bucketsOf(
  shop: { id: string; integrationId: string },
  endpointClass: EndpointClass,
  limits: Limits,
): readonly Bucket[] {
  const { requestsPerSecondPerShop: perShop, requestsPerSecondPerApp: perApp } = limits
  const perClass = limits.requestsPerSecondPerClass?.[endpointClass] ?? perShop * CLASS_SHARE
  return [
    bucket(shopBucket(shop.id), perShop),
    bucket(`${shopBucket(shop.id)}:${endpointClass}`, Math.min(perClass, perShop)),
    ...(perApp === undefined ? [] : [bucket(`app:${shop.integrationId}`, perApp, true)]),
  ]
}

const WRITES = new Set([
  'stock',
  'prices',
  'publish',
  'listings',
  'labels',
  'shipping',
  'logistics',
  'returns',
])
const READS = new Set(['fetch', 'list', 'import', 'poll', 'info', 'check'])

/** The class of a call by its purpose, such as `stock.push`: orders come first, writes next, all else is reading. */
export function endpointClassOf(purpose: string): EndpointClass {
  const [subject = '', verb = ''] = purpose.split('.')
  if (subject === 'orders') return 'orders'
  return WRITES.has(subject) && !READS.has(verb) ? 'write' : 'read'
}
