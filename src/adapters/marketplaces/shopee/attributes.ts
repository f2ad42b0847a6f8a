import { z } from 'zod'
import type { ListingDraft, ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { refusal } from './refusal.ts'
import { list, read, requiredId, words } from './wire.ts'

const names = list(z.object({ value: words }))
export const wireAttribute = z.object({
  attribute_id: requiredId,
  name: words,
  multi_lang: names,
  attribute_value_list: list(z.object({ value_id: requiredId, name: words, multi_lang: names })),
})
type WireAttribute = z.output<typeof wireAttribute>
const attributeTree = z.object({ list: list(z.object({ attribute_tree: list(wireAttribute) })) })

/** The draft's attributes as Shopee wants them; asks for the category's own only when there are any. */
export async function attributesFor(session: ShopSession, draft: ListingDraft): Promise<JsonOut[]> {
  if (Object.keys(draft.attributes).length === 0) return []
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/product/get_attribute_tree',
    query: { category_id_list: draft.categoryId, language: 'id' },
  })
  const tree = read(attributeTree, response, 'get_attribute_tree', requestId)
  return toAttributeList(
    tree.list.flatMap((category) => category.attribute_tree),
    draft.attributes,
  )
}

/**
 * Attributes by id or by name in any language, values likewise; a value the category does not list goes as the
 * seller's own text. @throws AdapterError for an attribute the category does not have.
 */
export function toAttributeList(
  known: readonly WireAttribute[],
  attributes: ListingDraft['attributes'],
): JsonOut[] {
  return Object.entries(attributes).map(([key, given]) => {
    const attribute = known.find((each) => isCalled(key, each.attribute_id, each))
    if (!attribute) {
      throw refusal(
        `the category has no attribute ${key}`,
        text(`Kategori ini tidak memiliki atribut "${key}".`, `The category has no attribute "${key}".`),
        text('Hapus atribut itu, lalu kirim lagi.', 'Remove the attribute, then send again.'),
        [key],
      )
    }
    const values = typeof given === 'string' ? [given] : given
    return {
      attribute_id: BigInt(attribute.attribute_id),
      attribute_value_list: values.map((value) => {
        const listed = attribute.attribute_value_list.find((each) => isCalled(value, each.value_id, each))
        return listed ? { value_id: BigInt(listed.value_id) } : { value_id: 0, original_value_name: value }
      }),
    }
  })
}

const isCalled = (
  wanted: string,
  id: string,
  { name, multi_lang: others }: { name: string; multi_lang: readonly { value: string }[] },
): boolean =>
  wanted === id ||
  [name, ...others.map((other) => other.value)].some((each) => each.toLowerCase() === wanted.toLowerCase())
