import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import { badParam, ShopeeError, wrapped } from './envelope.ts'
import type { Endpoint, ShopCallContext } from './gateway.ts'
import { queryInt, queryList } from './params.ts'
import { attributesOf, BRANDS, CATEGORIES, isLeaf, type Attribute } from './taxonomy.ts'

/** What goods can be: categories, their attributes, and brands. */
export const TAXONOMY_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['GET', '/api/v2/product/get_category', { kind: 'shop', handle: getCategory }],
  ['GET', '/api/v2/product/get_attribute_tree', { kind: 'shop', handle: getAttributeTree }],
  ['GET', '/api/v2/product/get_brand_list', { kind: 'shop', handle: getBrandList }],
]

const inIndonesian = (query: URLSearchParams): boolean => query.get('language') === 'id'

function getCategory({ query }: ShopCallContext): HttpReply {
  return wrapped({
    category_list: CATEGORIES.map((category) => ({
      category_id: category.id,
      parent_category_id: category.parentId,
      original_category_name: category.english,
      display_category_name: inIndonesian(query) ? category.indonesian : category.english,
      has_children: !isLeaf(category.id),
    })),
  })
}

function getAttributeTree({ query }: ShopCallContext): HttpReply {
  const ids = queryList(query, 'category_id_list').map(Number)
  if (ids.length < 1 || ids.length > 20) throw badParam('category_id_list should hold 1 to 20 ids')
  return wrapped({
    list: ids.map((id) => ({
      category_id: id,
      warning: isLeaf(id) ? '' : 'category is not a leaf',
      attribute_tree: isLeaf(id) ? attributesOf(id).map(attributeView) : [],
    })),
  })
}

function attributeView(attribute: Attribute): Wire {
  return {
    attribute_id: attribute.id,
    name: attribute.english,
    mandatory: attribute.mandatory,
    multi_lang: names(attribute),
    attribute_value_list: attribute.values.map((value) => ({
      value_id: value.id,
      name: value.english,
      value_unit: '',
      multi_lang: names(value),
      child_attribute_list: [],
    })),
    attribute_info: {
      input_type: attribute.inputType,
      input_validation_type: 0,
      format_type: 1,
      date_format_type: 0,
      attribute_unit_list: [],
      max_value_count: attribute.inputType === 4 ? 5 : 1,
      introduction: '',
      is_oem: false,
      support_search_value: false,
    },
  }
}

const names = ({ indonesian, english }: { indonesian: string; english: string }): Wire => [
  { language: 'id', value: indonesian },
  { language: 'en', value: english },
]

function getBrandList({ query }: ShopCallContext): HttpReply {
  if (!isLeaf(queryInt(query, 'category_id', { min: 1 })))
    throw new ShopeeError('error_invalid_category', 'The category is not a leaf.')
  const offset = queryInt(query, 'offset', { min: 0 })
  const pageSize = queryInt(query, 'page_size', { min: 1, max: 100 })
  const status = queryInt(query, 'status', { min: 1, max: 2 })
  const brands = status === 1 ? BRANDS : []
  const end = Math.min(offset + pageSize, brands.length)
  return wrapped({
    brand_list: brands.slice(offset, end).map(({ id, name }) => ({
      brand_id: id,
      original_brand_name: name,
      display_brand_name: name,
    })),
    has_next_page: end < brands.length,
    next_offset: end < brands.length ? end : 0,
    is_mandatory: false,
    input_type: 'DROP_DOWN',
  })
}
