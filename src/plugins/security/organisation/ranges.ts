import ipaddr from 'ipaddr.js'

/** More would be a mistake rather than a list. */
export const MOST_RANGES = 100

/**
 * A single address or CIDR range as PostgreSQL's `cidr` wants it: canonical, without host bits, IPv4 inside IPv6
 * as IPv4. Null for anything else.
 */
export function normaliseRange(typed: string): string | null {
  const text = typed.trim()
  const [head = '', length, ...rest] = text.split('/')
  if (
    rest.length > 0 ||
    !ipaddr.isValid(head) ||
    (head.includes('.') && !head.includes(':') && !isFourParts(head))
  )
    return null
  const parsed = ipaddr.parse(head)
  const mapped = parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).isIPv4MappedAddress()
  const address = mapped ? (parsed as ipaddr.IPv6).toIPv4Address() : parsed
  const most = address.kind() === 'ipv4' ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const bits = length === undefined ? most : Number(length) - (mapped ? 96 : 0)
  if (bits < 0 || bits > most) return null
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`)
  return `${network.toString()}/${bits}`
}

/** Octal, hexadecimal and shortened spellings mean different addresses to different programs. */
const isFourParts = (text: string): boolean => /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)

/** The lines of a list, tidied and without repetition; `broken` are those that are no address. */
export function normaliseRanges(lines: readonly string[]): { ranges: string[]; broken: string[] } {
  const typed = lines.map((line) => line.trim()).filter(Boolean)
  const broken = typed.filter((line) => normaliseRange(line) === null)
  const ranges = [...new Set(typed.flatMap((line) => normaliseRange(line) ?? []))]
  return { ranges, broken }
}
