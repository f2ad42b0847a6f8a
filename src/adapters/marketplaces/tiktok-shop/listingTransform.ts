import { z } from 'zod'
import type { ListingStatus, RemoteListing } from '../../contract.ts'
import { textOfHtml } from './html.ts'
import type { ListingPlatform } from './settings.ts'
import { listingStatus } from './statuses.ts'
import { count, decimal, id, instant, list, moneyOf, requiredId, words } from './wire.ts'

const image = z.object({ urls: list(z.string()) })

/** A product as Get Product answers it; the fields Kanal reads. */
export const wireProduct = z.object({
  id: requiredId,
  /** Absent when the product is not on the first storefront. */
  status: words,
  title: words,
  description: words,
  update_time: instant,
  main_images: list(image),
  integrated_platform_statuses: list(z.object({ platform: words, status: words })),
  skus: list(
    z.object({
      id: requiredId,
      seller_sku: words,
      price: z.object({ currency: words, tax_exclusive_price: decimal, sale_price: decimal }).nullish(),
      inventory: list(z.object({ warehouse_id: id, quantity: count })),
      sales_attributes: list(z.object({ value_name: words, sku_img: image.nullish() })),
      status_info: z.object({ status: words }).nullish(),
    }),
  ),
})
export type WireProduct = z.output<typeof wireProduct>

const SURFACES: Readonly<Record<ListingPlatform, string>> = {
  TIKTOK_SHOP: 'tiktok_shop',
  TOKOPEDIA: 'tokopedia',
}

/** The sales surface of a platform's name, or null when it names none we know. */
export const surfaceOf = (platform: string): string | null =>
  Object.hasOwn(SURFACES, platform) ? SURFACES[platform as ListingPlatform] : null

/** The platform's name of a sales surface, or undefined for an unknown one. */
export const platformOf = (surface: string): ListingPlatform | undefined =>
  (Object.keys(SURFACES) as ListingPlatform[]).find((platform) => SURFACES[platform] === surface)

/** The storefronts a product is on, each with its raw status. One stock feeds them all. */
export function platformStatuses(product: WireProduct): ReadonlyMap<ListingPlatform, string> {
  const statuses = new Map<ListingPlatform, string>()
  if (product.status) statuses.set('TIKTOK_SHOP', product.status)
  for (const { platform, status } of product.integrated_platform_statuses) {
    if (surfaceOf(platform) !== null) statuses.set(platform as ListingPlatform, status)
  }
  return statuses
}

/**
 * The sellable listings of a product, one for each SKU; every product has at least one. A product counts as live
 * when it is live on any storefront. Quantities add up the SKU's warehouses, which is what a stock write sets.
 */
export function toListings(product: WireProduct): RemoteListing[] {
  const statuses = [...platformStatuses(product)].map(([platform, raw]) => ({
    surface: surfaceOf(platform) ?? '',
    status: listingStatus(raw),
    raw,
  }))
  const best = statuses.find(({ status }) => status === 'live') ?? statuses[0]
  const images = product.main_images.flatMap(({ urls }) => urls.slice(0, 1))
  return product.skus.map((sku) => {
    const isOff = sku.status_info?.status === 'DEACTIVATED'
    const status: ListingStatus = isOff && best?.status === 'live' ? 'unlisted' : (best?.status ?? 'unknown')
    const ownImage = sku.sales_attributes.flatMap((each) => each.sku_img?.urls.slice(0, 1) ?? [])
    return {
      externalItemId: product.id,
      externalVariantId: sku.id,
      sellerSku: sku.seller_sku,
      title: product.title,
      variantName: sku.sales_attributes.flatMap((each) => each.value_name || []).join(', '),
      description: textOfHtml(product.description),
      status,
      rawStatus: isOff ? `${best?.raw ?? ''}/DEACTIVATED` : (best?.raw ?? ''),
      price: moneyOf(
        sku.price?.tax_exclusive_price || (sku.price?.sale_price ?? ''),
        sku.price?.currency ?? '',
      ),
      quantity: sku.inventory.reduce((sum, each) => sum + each.quantity, 0),
      imageUrls: [...ownImage, ...images],
      updatedAt: product.update_time,
      surfaces: statuses.map(({ surface, status: onSurface }) => ({ surface, status: onSurface })),
    }
  })
}
