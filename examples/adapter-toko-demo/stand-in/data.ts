import { randomBytes } from 'node:crypto'

export interface Product {
  id: string
  sku: string
  title: string
  price: number
  stock: number
  status: string
}
export interface Order {
  id: string
  status: string
  created_at: string
  updated_at: string
  total: number
  buyer: string
  address: string
  lines: { product_id: string; sku: string; title: string; quantity: number; price: number }[]
}

/** Beyond 2^53, as ids of real marketplaces are. */
let lastId = 9_007_199_254_740_993n
const nextId = (): string => String((lastId += 2n))

/** A shop of the stand-in: what it sells, what was bought, and the tokens that open it. */
export class DemoShop {
  open = true
  readonly products: Product[]
  readonly orders: Order[] = []
  /** Access tokens and whether they still work. */
  readonly access = new Map<string, boolean>()
  readonly refresh = new Set<string>()

  constructor(
    readonly id: string,
    readonly name: string,
  ) {
    const skus = ['KOPI-1', ...Array.from({ length: 24 }, (_, at) => `BARANG-${at + 1}`)]
    this.products = skus.map((sku, at) => ({
      id: nextId(),
      sku,
      title: `Barang ${sku}`,
      price: 10_000 + at * 500,
      stock: 50,
      status: at === 24 ? 'hidden' : 'on_sale',
    }))
  }

  /** A buyer orders. @throws Error when there is not enough. */
  buy(sku: string, quantity: number): Order {
    const product = this.products.find((each) => each.sku === sku)
    if (!product || product.stock < quantity) throw new Error(`${sku} is sold out`)
    product.stock -= quantity
    const { id: product_id, title, price } = product
    const now = new Date().toISOString()
    const order: Order = {
      ...{ id: nextId(), status: 'to_pack', created_at: now, updated_at: now, total: price * quantity },
      ...{ buyer: 'Budi', address: 'Jl. Melati 3, Bandung' },
      lines: [{ product_id, sku, title, quantity, price }],
    }
    this.orders.push(order)
    return order
  }

  /** A new pair of tokens; older access tokens keep working until they expire. */
  grant(): Record<string, unknown> {
    const [access_token, refresh_token] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
    this.access.set(access_token, true)
    this.refresh.add(refresh_token)
    return { shop_id: this.id, access_token, refresh_token, expires_in: 14_400 }
  }
}
