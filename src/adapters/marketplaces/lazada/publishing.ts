import { z } from 'zod'
import type { ListingDraft, Money, Publishing } from '../../contract.ts'
import { numeric, type LazadaClient } from './client.ts'
import { skuIdsOf } from './items.ts'
import { payloadText, type Tree } from './payload.ts'
import { group, read, requiredId } from './wire.ts'

const uploaded = z.object({ image: group({ url: z.string().min(1) }) })
const created = z.object({ item_id: requiredId })

/** Creating and editing products. A new product is reviewed by Lazada before it is shown. */
export function lazadaPublishing(client: LazadaClient): Publishing {
  return {
    async uploadImage(session, { body, contentType, fileName }) {
      const { data, requestId } = await client.forShop(session, {
        method: 'POST',
        path: '/image/upload',
        file: { name: 'image', fileName, contentType, body },
        idempotent: true,
      })
      return read(uploaded, data, 'image/upload', requestId).image.url
    },

    async create(session, draft) {
      const { data, requestId } = await client.forShop(session, {
        method: 'POST',
        path: '/product/create',
        params: { payload: payloadText('json', { Product: productTree(draft) }) },
        // Creating twice would list the product twice.
        idempotent: false,
      })
      return { externalItemId: read(created, data, 'product/create', requestId).item_id }
    },

    async update(session, { externalItemId, title, description, imageRefs }) {
      const skuIds = await skuIdsOf(client, session, externalItemId)
      const product: Tree = {
        ItemId: numeric(externalItemId),
        ...(imageRefs ? { Images: { Image: imageRefs } } : {}),
        Attributes: {
          ...(title === undefined ? {} : { name: title }),
          ...(description === undefined ? {} : { description }),
        },
        Skus: { Sku: skuIds.map((skuId) => ({ SkuId: numeric(skuId) })) },
      }
      await client.forShop(session, {
        method: 'POST',
        path: '/product/update',
        params: { payload: payloadText('json', { Product: product }) },
        idempotent: true,
      })
    },
  }
}

/** The tree of `/product/create`. Lazada has no field for the condition of goods. */
export function productTree(draft: ListingDraft): Tree {
  const names = [...new Set(draft.variants.flatMap((variant) => Object.keys(variant.options)))]
  const parcel = draft.packageCm
  return {
    PrimaryCategory: numeric(draft.categoryId),
    Images: { Image: draft.imageRefs },
    Attributes: {
      name: draft.title,
      description: draft.description,
      ...(draft.brandId === null ? { brand: 'No Brand' } : { brand_id: numeric(draft.brandId) }),
      ...Object.fromEntries(Object.entries(draft.attributes).map(([name, value]) => [name, oneText(value)])),
    },
    ...(names.length > 0 ? { variation: variationTree(draft, names) } : {}),
    Skus: {
      Sku: draft.variants.map((variant) => ({
        SellerSku: variant.sellerSku,
        ...(names.length > 0 ? { saleProp: variant.options } : {}),
        quantity: variant.quantity,
        price: decimal(variant.price),
        package_weight: String(draft.weightGrams / 1000),
        ...(parcel
          ? { package_length: parcel.length, package_width: parcel.width, package_height: parcel.height }
          : {}),
        ...(variant.imageRef === null ? {} : { Images: { Image: [variant.imageRef] } }),
      })),
    },
  }
}

function variationTree({ variants }: ListingDraft, names: readonly string[]): Tree {
  const pictured = variants.some((variant) => variant.imageRef !== null)
  return Object.fromEntries(
    names.map((name, index) => [
      `variation${index + 1}`,
      {
        name,
        hasImage: pictured && index === 0,
        customize: true,
        options: { option: [...new Set(variants.flatMap((variant) => variant.options[name] ?? []))] },
      },
    ]),
  )
}

const oneText = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : value.join(',')

/** Currencies Lazada counts in whole units here; the others have cents. */
const WHOLE = new Set(['IDR', 'VND'])

/** An amount as Lazada's decimal text. */
export const decimal = ({ amount, currency }: Money): string =>
  WHOLE.has(currency) ? String(amount) : (amount / 100).toFixed(2)
