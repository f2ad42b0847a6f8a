import { ApiError, badParam } from './envelope.ts'
import type { Platform, Product, Shop } from './model.ts'

const PLATFORMS: readonly Platform[] = ['TIKTOK_SHOP', 'TOKOPEDIA']

/** The storefronts a caller names; undefined when it names none. */
export function platformsOf(words: readonly string[] | undefined): readonly Platform[] | undefined {
  const wrong = words?.find((word) => !PLATFORMS.includes(word as Platform))
  if (wrong !== undefined) throw badParam(`Invalid parameter listing_platforms: ${wrong}`)
  return words as readonly Platform[] | undefined
}

/** The product, or the platform's refusal. */
export function requireProduct(shop: Shop, id: string): Product {
  const product = shop.products.get(id)
  if (!product) throw new ApiError(12052032, 'The product does not exist.')
  return product
}
