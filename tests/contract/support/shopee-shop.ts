import { afterAll, beforeAll, beforeEach } from 'vitest'
import { advanceOrder, placeOrder } from '../../../sandbox/index.ts'
import type { Step } from '../../../sandbox/index.ts'
import type { RemoteListing, RemoteOrder, ShopSession } from '../../../src/adapters/contract.ts'
import { SHOP, eventually, startShopee } from './shopee.ts'
import type { ShopeeKit } from './shopee.ts'

export let kit: ShopeeKit
export let session: ShopSession
export let listings: readonly RemoteListing[]

export async function allListings(of: ShopSession): Promise<RemoteListing[]> {
  const found: RemoteListing[] = []
  for (let cursor: string | null = null, more = true; more;) {
    const page = await kit.adapter.products!.list(of, { cursor })
    found.push(...page.items)
    cursor = page.next
    more = cursor !== null
  }
  return found
}

export const bySku = (sku: string): RemoteListing => listings.find((each) => each.sellerSku === sku)!
export const key = ({ externalItemId, externalVariantId }: RemoteListing) => ({
  externalItemId,
  externalVariantId,
})
export const quantityOf = async (listing: RemoteListing): Promise<number | null> =>
  (await kit.adapter.products!.get(session, [listing.externalItemId])).find(
    (each) => each.externalVariantId === listing.externalVariantId,
  )!.quantity

export function buy(lines: { sku: string; quantity: number }[], channelId = 8003, shopId = SHOP): string {
  return placeOrder(kit.state, { shopId, lines, paid: true, channelId }).sn
}
export const step = (sn: string, ...steps: Step[]): void =>
  steps.forEach((each) => advanceOrder(kit.state, sn, each))
export const orderOf = async (sn: string, of = session): Promise<RemoteOrder> =>
  (await kit.adapter.orders!.get(of, [sn]))[0]!
export const whole = (externalOrderId: string) => ({ externalOrderId, externalPackageId: '' })
export const callsTo = (path: string): number =>
  kit.state.requests.list(5_000).filter((request) => String(request.path).endsWith(path)).length

export async function arrange(sn: string): Promise<void> {
  const options = await kit.adapter.logistics!.options(session, whole(sn))
  const [address] = options.pickupAddresses
  const slot = address!.slots.find((each) => each.recommended)!
  await kit.adapter.logistics!.arrange(session, {
    ...whole(sn),
    method: 'pickup',
    addressId: address!.id,
    slotId: slot.id,
  })
}
export const tracked = (sn: string) =>
  eventually(async () => (await kit.adapter.logistics!.tracking(session, whole(sn))).trackingNumber)

/** Runs the tests of a file against a stand-in of their own. */
export function useShopee(): void {
  beforeAll(async () => {
    kit = await startShopee({ pageSize: 7 })
    session = kit.sessionOf(await kit.consent(SHOP))
    listings = await allListings(session)
  })
  afterAll(() => kit.close())
  beforeEach(() => kit.clearFaults())
}
