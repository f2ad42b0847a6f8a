import { writeJson, type JsonOut } from '../../kit/json.ts'

/** A payload tree. Big ids are `bigint`; in XML a list repeats its element. */
export type Tree = JsonOut

/** The text of the one parameter `payload`: a `Request` in XML or JSON. */
export function payloadText(format: 'xml' | 'json', request: Tree): string {
  if (format === 'json') return writeJson({ Request: request })
  return `<?xml version="1.0" encoding="UTF-8"?>${element('Request', request)}`
}

function element(name: string, value: Tree): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((each: Tree) => element(name, each)).join('')
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, each]) => element(key, each))
    return `<${name}>${inner.join('')}</${name}>`
  }
  return `<${name}>${textNode(String(value))}</${name}>`
}

/** Control characters are not allowed in XML at all; a bare `&` is the usual cause of Lazada's code 5. */
function textNode(given: string): string {
  const allowed = given.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
  return /[<>&]/.test(allowed) ? `<![CDATA[${allowed.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : allowed
}
