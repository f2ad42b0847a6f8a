import type { ListingStatus, Products, RemoteListing } from 'kanal/adapter'
import { batches } from 'kanal/adapter/kit'
import { z } from 'zod'
import { callForShop } from './client.ts'
import { readAs } from './errors.ts'
import { id, rupiah } from './wire.ts'

const PER_CALL = 20
const STATUSES: Readonly<Record<string, ListingStatus>> = {
  on_sale: 'live',
  hidden: 'unlisted',
  banned: 'blocked',
}

const wireProduct = z.object({
  id,
  sku: z.string(),
  title: z.string(),
  price: rupiah,
  stock: z.number().int(),
  status: z.string(),
})
const page = z.object({ products: z.array(wireProduct), next: z.string().nullable() })

/** Products as Kanal's listings. Toko Demo has no variants, so every product is one listing. */
export const products: Products = {
  async list(session, { cursor }) {
    const query = { limit: String(PER_CALL), ...(cursor && { after: cursor }) }
    const { products: found, next } = readAs(
      page,
      await callForShop(session, { method: 'GET', path: '/products', query }),
      'products',
    )
    return { items: found.map(toListing), next, total: null }
  },

  async get(session, externalItemIds) {
    const listings: RemoteListing[] = []
    for (const ids of batches([...new Set(externalItemIds)], PER_CALL)) {
      const query = { ids: ids.join(',') }
      const answer = await callForShop(session, { method: 'GET', path: '/products', query })
      listings.push(...readAs(page, answer, 'products').products.map(toListing))
    }
    return listings
  },
}

const toListing = (product: z.output<typeof wireProduct>): RemoteListing => ({
  externalItemId: product.id,
  externalVariantId: '',
  sellerSku: product.sku,
  title: product.title,
  variantName: '',
  description: '',
  status: STATUSES[product.status] ?? 'unknown',
  rawStatus: product.status,
  price: product.price,
  quantity: product.stock,
  imageUrls: [],
  updatedAt: null,
})
