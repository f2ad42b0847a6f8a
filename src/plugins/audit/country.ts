import ipaddr from 'ipaddr.js'
import { Reader, type CountryResponse } from 'mmdb-lib'
import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import path from 'node:path'

/** Which country an address was registered in by the regional registries; published with the package, updated with it. */
const TABLE = path.resolve(
  'node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country-ipv4.mmdb',
)

let reader: Promise<Reader<CountryResponse>> | undefined

const table = (): Promise<Reader<CountryResponse>> => {
  reader ??= readFile(TABLE).then((bytes) => new Reader<CountryResponse>(bytes))
  return reader
}

/**
 * The country an IPv4 address belongs to (ISO 3166-1 alpha-2), or null for private and unknown ones. IPv6 is unknown
 * on purpose: the registries place Indonesia's largest network (2001:448a::/32) in Australia, where APNIC sits.
 * Nothing is asked over the network; the table is read once, when first needed.
 */
export async function countryOf(address: string): Promise<string | null> {
  if (!isIPv4(address) || ipaddr.parse(address).range() !== 'unicast') return null
  const found = (await table()).get(address) as { country_code?: unknown } | null
  return typeof found?.country_code === 'string' ? found.country_code : null
}
