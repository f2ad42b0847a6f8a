import type { MarketplaceAdapter, ShopSession } from '../contract.ts'

/** One call of a capability, with ids that lead nowhere. */
export interface Probe {
  name: string
  run(session: ShopSession): Promise<unknown>
  /** Answers row by row, so a failure may stand in the rows. */
  rows?: boolean
}

const NOWHERE = { externalItemId: '1', externalVariantId: '1' }
const HOUR_MS = 3_600_000

/** Every capability the adapter has that one call can reach; publishing and shipping need things that exist. */
export function probesOf(adapter: MarketplaceAdapter): Probe[] {
  const { shop, products, prices, stock, orders, logistics, returns, finance, lostMessages } = adapter
  const window = (session: ShopSession) => {
    const to = session.now()
    return { from: new Date(to.getTime() - HOUR_MS), to, cursor: null }
  }
  const parcel = { externalOrderId: '1', externalPackageId: '1' }
  const probes: (Probe | undefined)[] = [
    { name: 'shop.info', run: (session) => shop.info(session) },
    products && { name: 'products.list', run: (session) => products.list(session, { cursor: null }) },
    products && { name: 'products.get', run: (session) => products.get(session, ['1']) },
    products?.setLive && {
      name: 'products.setLive',
      rows: true,
      run: async (session) => products.setLive?.(session, [{ externalItemId: '1', live: true }]),
    },
    prices && {
      name: 'prices.set',
      rows: true,
      run: (session) => prices.set(session, [{ ...NOWHERE, price: { amount: 10_000, currency: 'IDR' } }]),
    },
    stock && {
      name: 'stock.set',
      rows: true,
      run: (session) => stock.set(session, [{ ...NOWHERE, quantity: 1 }]),
    },
    orders && { name: 'orders.listUpdated', run: (session) => orders.listUpdated(session, window(session)) },
    orders && { name: 'orders.get', run: (session) => orders.get(session, ['1']) },
    logistics && { name: 'logistics.options', run: (session) => logistics.options(session, parcel) },
    logistics && { name: 'logistics.tracking', run: (session) => logistics.tracking(session, parcel) },
    returns && {
      name: 'returns.listUpdated',
      run: (session) => returns.listUpdated(session, window(session)),
    },
    returns && { name: 'returns.get', run: (session) => returns.get(session, ['1']) },
    finance && { name: 'finance.list', run: (session) => finance.list(session, window(session)) },
    lostMessages && { name: 'lostMessages.pull', run: (session) => lostMessages.pull(session) },
    {
      name: 'authorize.refresh',
      run: (session) =>
        adapter.authorize.refresh(session, {
          externalShopId: session.shop.externalId,
          refreshToken: 'refresh-token',
          details: session.shop.details,
        }),
    },
  ]
  return probes.filter((probe) => probe !== undefined)
}
