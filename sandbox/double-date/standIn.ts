/** Something a buyer can put into a basket. */
export interface Goods {
  readonly sku: string
  readonly stock: number
  /** Units a promotion holds back. */
  readonly reserved: number
}

/** A shop of a stand-in, with what is on sale in it. Ids stay as the stand-in gives them: numbers or text. */
export interface SaleShop {
  readonly id: string | number
  readonly name: string
  readonly goods: readonly Goods[]
}

export interface StandInState {
  readonly standIn: string
  readonly apps: readonly Readonly<Record<string, unknown> & { partnerId: string | number }>[]
  readonly shops: readonly {
    readonly shopId: string | number
    readonly name: string
    readonly linkedApps: readonly (string | number)[]
  }[]
}

/** Calls by `<status> <path>`, pushes by outcome, and how many were answered after so many milliseconds. */
export interface StandInTally {
  readonly requests: Readonly<Record<string, number>>
  readonly pushes: {
    readonly outcomes: Readonly<Record<string, number>>
    readonly answerMs: Readonly<Record<string, number>>
  }
}

interface Product {
  readonly status: string
  readonly onSale?: boolean
  readonly units: readonly Goods[]
}

/** The control API refused: 409 = the buyer cannot do this now, such as buying what is sold out. */
export class ControlRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** The control API of one stand-in. */
export class StandIn {
  constructor(
    /** Where the stand-in listens, such as `http://127.0.0.1:4310`. */
    readonly url: string,
    /** Which marketplace it stands in for. */
    readonly name: string,
  ) {}

  /** @throws Error when nothing listens there, or something that is no stand-in */
  static async at(url: string): Promise<StandIn> {
    const base = url.replace(/\/+$/, '')
    return new StandIn(base, (await new StandIn(base, '').state()).standIn)
  }

  state(): Promise<StandInState> {
    return this.call<StandInState>('GET', 'state')
  }

  tally(): Promise<StandInTally> {
    return this.call<StandInTally>('GET', 'tally')
  }

  /** Shops that have let an app in. */
  async openShops(): Promise<SaleShop[]> {
    const { shops } = await this.state()
    const open = shops.filter(({ linkedApps }) => linkedApps.length > 0)
    return Promise.all(
      open.map(async ({ shopId, name }) => ({ id: shopId, name, goods: await this.goodsOf(shopId) })),
    )
  }

  /** What is on sale in a shop, by SKU code. */
  async goodsOf(shopId: string | number): Promise<Goods[]> {
    const products = await this.products(shopId)
    return products
      .filter(({ status, onSale }) => onSale ?? status === 'NORMAL')
      .flatMap(({ units }) => units)
  }

  /** What a shop shows, on sale or not, by SKU code. */
  async stockOf(shopId: string | number): Promise<Map<string, number>> {
    const units = (await this.products(shopId)).flatMap((product) => product.units)
    return new Map(units.map(({ sku, stock }) => [sku, stock]))
  }

  private async products(shopId: string | number): Promise<readonly Product[]> {
    return (await this.call<{ products: readonly Product[] }>('GET', `products?shop_id=${shopId}`)).products
  }

  /** Buys. @returns the order's number */
  async buy(shopId: string | number, lines: readonly { sku: string; quantity: number }[]): Promise<string> {
    const { order } = await this.call<{ order: { sn: string } }>('POST', 'orders', { shop_id: shopId, lines })
    return order.sn
  }

  /** Switches a fault on. @returns its id */
  async addFault(fault: {
    kind: string
    probability?: number
    params?: Readonly<Record<string, number>>
  }): Promise<number> {
    return (await this.call<{ fault: { id: number } }>('POST', 'faults', fault)).fault.id
  }

  async removeFault(id: number): Promise<void> {
    await this.call('DELETE', `faults/${id}`)
  }

  /** One call of the control API. @throws ControlRefused */
  async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/_control/${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
    const answer = (await response.json()) as T & { error?: string }
    if (!response.ok)
      throw new ControlRefused(response.status, `${this.name} ${path}: ${answer.error ?? response.status}`)
    return answer
  }
}
