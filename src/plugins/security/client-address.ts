import ipaddr from 'ipaddr.js'

/** Set by our own HTTP server from the socket; what a client sends under this name is stripped there. */
export const PEER_HEADER = 'x-kanal-peer'

type Address = ReturnType<typeof ipaddr.process>

const addressOf = (text: string): Address | null => {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
}

const isIn = (address: Address, range: string): boolean => {
  const single = addressOf(range)
  if (single) return single.toString() === address.toString()
  if (!ipaddr.isValidCIDR(range)) return false
  const [network, bits] = ipaddr.parseCIDR(range)
  return network.kind() === address.kind() && address.match([network, bits] as never)
}

/**
 * The address a request came from: the socket's peer, or, only when that peer is one of our own proxies, the
 * nearest address in `X-Forwarded-For` that is not. Null when it is not known.
 * @param trustedProxies addresses or CIDR ranges.
 */
export function clientAddress(headers: Headers, trustedProxies: readonly string[]): string | null {
  const peer = addressOf(headers.get(PEER_HEADER) ?? '')
  if (!peer) return null
  const isTrusted = (address: Address): boolean => trustedProxies.some((range) => isIn(address, range))
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').filter((hop) => hop.trim() !== '')
  let nearest = peer
  while (isTrusted(nearest) && hops.length > 0) {
    const hop = addressOf(hops.pop() ?? '')
    if (!hop) break
    nearest = hop
  }
  return nearest.toString()
}
