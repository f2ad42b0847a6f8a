import type { Wire } from '../core/wire.ts'
import { CATEGORIES } from './catalogue.ts'
import type { Product, Sku } from './model.ts'

const statuses = (product: Product): Readonly<Record<string, Wire>> => {
  const first = product.statuses.get('TIKTOK_SHOP')
  const tokopedia = product.statuses.get('TOKOPEDIA')
  return {
    ...(first ? { status: first } : {}),
    ...(tokopedia ? { integrated_platform_statuses: [{ platform: 'TOKOPEDIA', status: tokopedia }] } : {}),
    audit: { status: product.auditing ? 'AUDITING' : 'APPROVED', pre_approved_reasons: [] },
  }
}

function skuView(sku: Sku): Readonly<Record<string, Wire>> {
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    // Both spellings of rupiah occur.
    price: { currency: 'IDR', tax_exclusive_price: String(sku.price), sale_price: `${sku.price}.00` },
    inventory: [...sku.shelves].map(([warehouse_id, shelf]) => ({ warehouse_id, quantity: shelf.available })),
    status_info: { status: 'NORMAL' },
  }
}

/** One entry of a search: no pictures, no description. */
export function searchView(product: Product): Wire {
  return {
    id: product.id,
    title: product.title,
    ...statuses(product),
    sales_regions: ['ID'],
    create_time: product.createTime,
    update_time: product.updateTime,
    skus: product.skus.map(skuView),
    is_not_for_sale: false,
    has_draft: false,
  }
}

/** The whole product. */
export function productView(product: Product, publicUrl: string): Wire {
  const image = (uri: string): Wire => {
    const url = `${publicUrl}/img/${uri.replace('tos-sandbox/', '')}.svg`
    return { uri, urls: [url], thumb_urls: [url], height: 400, width: 400 }
  }
  const category = CATEGORIES.find((each) => each.id === product.categoryId)
  return {
    id: product.id,
    ...statuses(product),
    title: product.title,
    description: product.description,
    category_chains: [
      { id: product.categoryId, parent_id: '0', local_name: category?.name ?? '', is_leaf: true },
    ],
    main_images: product.images.map(image),
    package_weight: { value: product.weightKg, unit: 'KILOGRAM' },
    skus: product.skus.map((sku) => ({
      ...skuView(sku),
      sales_attributes: sku.options.map((option, at) => ({
        id: String(100_000 + at),
        name: option.name,
        value_id: '',
        value_name: option.value,
      })),
    })),
    create_time: product.createTime,
    update_time: product.updateTime,
  }
}
