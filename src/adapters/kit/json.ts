/**
 * Parses JSON like `JSON.parse`, except that whole numbers a JavaScript number cannot hold exactly arrive as
 * strings of their digits. Numbers inside strings, decimals and exponents are untouched.
 * @throws SyntaxError for text that is not JSON.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // Sixteen digits in a row are the shortest that may exceed 2^53; most bodies have none.
  return /\d{16}/.test(text) ? JSON.parse(quoteBigIntegers(text)) : value
}

/** Expects valid JSON: outside its strings, a run of number characters is exactly one number. */
function quoteBigIntegers(text: string): string {
  const number = /-?\d[\d.eE+-]*/y
  let out = ''
  let copied = 0
  let at = 0
  while (at < text.length) {
    const char = text.charCodeAt(at)
    if (char === 0x22) {
      at = endOfString(text, at)
    } else if (char === 0x2d || (char >= 0x30 && char <= 0x39)) {
      number.lastIndex = at
      const token = number.exec(text)?.[0] ?? text.charAt(at)
      if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
        out += `${text.slice(copied, at)}"${token}"`
        copied = at + token.length
      }
      at += token.length
    } else {
      at += 1
    }
  }
  return out + text.slice(copied)
}

/** The position after the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const char = text.charCodeAt(at)
    if (char === 0x22) return at + 1
    at += char === 0x5c ? 2 : 1
  }
  return at
}

export type JsonOut =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly JsonOut[]
  | { readonly [key: string]: JsonOut }

/** Writes JSON like `JSON.stringify`, except that a `bigint` becomes a plain number with all its digits. */
export function writeJson(value: JsonOut): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map((each: JsonOut) => writeJson(each ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).filter(([, each]) => each !== undefined)
    return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${writeJson(each)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}
