import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Refused before a socket was opened: the address is not one we may speak to. */
export class BlockedAddressError extends Error {
  readonly code = 'KANAL_BLOCKED_ADDRESS'
}

/** Decides about one IP address. */
export type AddressRule = (address: string) => boolean

/** All IPv6 that the internet routes; what ipaddr.js calls unicast includes `::7f00:1`, which is loopback in disguise. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** True only for addresses of the public internet; IPv4 inside IPv6 is judged as IPv4. */
export const isPublicAddress: AddressRule = (address) => {
  if (rangeOf(address) !== 'unicast') return false
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6)
}

const NEARBY = new Set(['loopback', 'private', 'uniqueLocal'])
/** True for this machine and its private network: where a stand-in marketplace may run, link-local never. */
export const isNearbyAddress: AddressRule = (address) => NEARBY.has(rangeOf(address))

function rangeOf(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).range() : 'invalid'
}

export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const resolveAll: Resolve = (hostname, done) => {
  dnsLookup(hostname, { all: true }, done)
}

/**
 * A DNS lookup for sockets that hands out addresses only when *every* answer is allowed. The socket connects to
 * the very addresses that were checked, so a second, different answer cannot slip in between.
 */
export function guardedLookup(allowed: AddressRule, resolve: Resolve = resolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) {
        const notFound = Object.assign(new Error(`No address for ${hostname}`), { code: 'ENOTFOUND' })
        callback(error ?? notFound, [])
      } else if (!addresses.every(({ address }) => allowed(address))) {
        callback(new BlockedAddressError(`${hostname} points to an address that may not be contacted`), [])
      } else if (options.all) {
        callback(null, addresses)
      } else {
        callback(null, first.address, first.family)
      }
    })
  }
}

/** Sockets skip DNS for literal addresses, so those are checked here. @throws BlockedAddressError */
export function checkLiteral(hostname: string, allowed: AddressRule): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !allowed(bare)) {
    throw new BlockedAddressError(`${bare} may not be contacted`)
  }
}
