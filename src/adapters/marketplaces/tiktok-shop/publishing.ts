import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ListingDraft, Publishing } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { callForShop } from './client.ts'
import { situation } from './errors.ts'
import { htmlOfText } from './html.ts'
import { multipart } from './multipart.ts'
import type { Settings } from './settings.ts'
import { salesWarehouses } from './shop.ts'
import { amountText, read, requiredId } from './wire.ts'

const uploaded = z.object({ uri: z.string().min(1) })
const created = z.object({ product_id: requiredId })

/** New products, and partial edits that leave price and stock alone. */
export function publishing({ listingPlatforms }: Settings): Publishing {
  return {
    async uploadImage(session, image) {
      const { data, requestId } = await callForShop(session, {
        method: 'POST',
        path: '/product/202309/images/upload',
        form: multipart({ use_case: 'MAIN_IMAGE' }, { name: 'data', ...image }),
        cipher: false,
        idempotent: true,
        timeoutMs: 60_000,
      })
      return read(uploaded, data, 'image upload', requestId).uri
    },

    async create(session, draft) {
      const places = await salesWarehouses(session)
      const warehouse = places.find((place) => place.isDefault) ?? places[0]
      if (!warehouse) throw situation('warehouse', 'the shop has no sales warehouse')
      const { data, requestId } = await callForShop(session, {
        method: 'POST',
        path: '/product/202309/products',
        body: {
          ...draftBody(draft, warehouse.externalLocationId),
          ...(listingPlatforms.length > 0 ? { listing_platforms: [...listingPlatforms] } : {}),
          idempotency_key: randomUUID(),
        },
        idempotent: true,
      })
      return { externalItemId: read(created, data, 'product', requestId).product_id }
    },

    async update(session, { externalItemId, title, description, imageRefs }) {
      await callForShop(session, {
        method: 'POST',
        path: `/product/202509/products/${encodeURIComponent(externalItemId)}/partial_edit`,
        body: {
          ...(title === undefined ? {} : { title }),
          ...(description === undefined ? {} : { description: htmlOfText(description) }),
          ...(imageRefs === undefined ? {} : { main_images: imageRefs.map((uri) => ({ uri })) }),
        },
        idempotent: true,
      })
    },
  }
}

function draftBody(draft: ListingDraft, warehouseId: string): Record<string, JsonOut> {
  const { packageCm: size } = draft
  return {
    save_mode: 'LISTING',
    title: draft.title,
    description: htmlOfText(draft.description),
    category_id: draft.categoryId,
    ...(draft.brandId ? { brand_id: draft.brandId } : {}),
    main_images: draft.imageRefs.map((uri) => ({ uri })),
    package_weight: { value: String(draft.weightGrams / 1000), unit: 'KILOGRAM' },
    ...(size
      ? {
          package_dimensions: {
            length: String(size.length),
            width: String(size.width),
            height: String(size.height),
            unit: 'CENTIMETER',
          },
        }
      : {}),
    is_pre_owned: draft.condition === 'used',
    product_attributes: Object.entries(draft.attributes).map(([id, value]) => ({
      id,
      values: (typeof value === 'string' ? [value] : value).map((each) =>
        /^\d+$/.test(each) ? { id: each } : { name: each },
      ),
    })),
    skus: draft.variants.map((variant) => ({
      seller_sku: variant.sellerSku,
      price: { amount: amountText(variant.price), currency: variant.price.currency },
      inventory: [{ warehouse_id: warehouseId, quantity: variant.quantity }],
      sales_attributes: Object.entries(variant.options).map(([name, value], at) => ({
        name,
        value_name: value,
        // Pictures may hang on one attribute only.
        ...(at === 0 && variant.imageRef ? { sku_img: { uri: variant.imageRef } } : {}),
      })),
    })),
  }
}
