import { asArray, asObject, isObject, type JsonObject } from '../core/wire.ts'
import { LazadaError, missing } from './envelope.ts'
import type { Params } from './params.ts'
import { parseJsonParam } from './params.ts'

/** The `Request` node of a payload in XML or, where the call takes it, JSON. @throws LazadaError code 5 */
export function readPayload(values: Params['values'], forms: { json: boolean }): JsonObject {
  const raw = (values.get('payload') ?? '').trim()
  if (raw === '') throw missing('payload')
  const tree = raw.startsWith('{') ? (forms.json ? parseJsonParam(raw) : undefined) : parseXml(raw)
  const request = asObject(tree)['Request']
  if (!isObject(request)) throw malformed()
  return request
}

const malformed = (): LazadaError => new LazadaError('5', 'E005: Invalid Request Format')

/** The rows of `Product.Skus.Sku`, also where XML has one of them only. */
export const skuRows = (product: JsonObject): JsonObject[] =>
  nodes(asObject(product['Skus'])['Sku']).map(asObject)

/** A node that may be there once or many times. */
export const nodes = (value: unknown): unknown[] =>
  Array.isArray(value) ? asArray(value) : value === undefined || value === '' ? [] : [value]

/** A small strict reader: elements, text, CDATA and the five entities. Repeated elements become lists. */
export function parseXml(text: string): JsonObject {
  const source = text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '').trim()
  let at = 0
  const open = /<([A-Za-z_][\w.-]*)\s*(\/?)>/y

  function element(): [string, unknown] {
    open.lastIndex = at
    const tag = open.exec(source)
    if (!tag) throw malformed()
    at = open.lastIndex
    const name = tag[1] ?? ''
    if (tag[2] === '/') return [name, '']
    const children: JsonObject = {}
    let content = ''
    let hasChildren = false
    for (;;) {
      if (source.startsWith(`</${name}>`, at)) {
        at += name.length + 3
        return [name, hasChildren ? children : content]
      }
      if (source.startsWith('<![CDATA[', at)) {
        const end = source.indexOf(']]>', at)
        if (end < 0) throw malformed()
        content += source.slice(at + 9, end)
        at = end + 3
      } else if (source[at] === '<') {
        const [key, value] = element()
        hasChildren = true
        const before = children[key]
        children[key] =
          before === undefined
            ? value
            : Array.isArray(before)
              ? [...(before as unknown[]), value]
              : [before, value]
      } else {
        const end = source.indexOf('<', at)
        if (end < 0) throw malformed()
        content += entities(source.slice(at, end))
        at = end
      }
    }
  }

  const [name, value] = element()
  if (at !== source.length) throw malformed()
  return { [name]: value }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** A bare `&` is what the platform refuses with code 5. */
function entities(text: string): string {
  if (/&(?!(lt|gt|amp|quot|apos|#\d+);)/.test(text)) throw malformed()
  return text.replace(/&(#?\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? ''),
  )
}
