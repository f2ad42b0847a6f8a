import { z } from 'zod'
import type { ListingDraft, ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { refusal } from './refusal.ts'
import { flag, id, list, read, requiredId, words } from './wire.ts'

const BRANDS_PER_PAGE = 100
const REGISTERED = 1
const brandList = z.object({
  brand_list: list(z.object({ brand_id: requiredId, original_brand_name: words })),
  has_next_page: flag,
  next_offset: id,
})

/** The draft's brand with the name Shopee wants beside its id. @throws AdapterError for one the category lacks. */
export async function brandFor(session: ShopSession, draft: ListingDraft): Promise<JsonOut> {
  if (draft.brandId === null || draft.brandId === '0') return { brand_id: 0, original_brand_name: 'NoBrand' }
  for (let offset: string | null = '0'; offset !== null;) {
    const { response, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/api/v2/product/get_brand_list',
      query: { category_id: draft.categoryId, offset, page_size: BRANDS_PER_PAGE, status: REGISTERED },
    })
    const page: z.output<typeof brandList> = read(brandList, response, 'get_brand_list', requestId)
    const brand = page.brand_list.find((each) => each.brand_id === draft.brandId)
    if (brand) return { brand_id: BigInt(brand.brand_id), original_brand_name: brand.original_brand_name }
    offset = page.has_next_page && page.next_offset !== '' ? page.next_offset : null
  }
  throw refusal(
    `the category has no brand ${draft.brandId}`,
    text('Merek itu tidak ada di kategori ini.', 'The category does not have that brand.'),
    text('Pilih merek dari daftar, atau tanpa merek.', 'Choose a brand from the list, or none.'),
    ['brandId'],
  )
}
