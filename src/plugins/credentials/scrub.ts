import { Secret } from './crypto/secret.ts'

/** Shorter values are left alone: taking every "12" out of a text destroys it and hides nothing. */
const SHORTEST = 4
/** Inside longer base64 a few edge characters also carry neighbouring bytes; the rest must be this long. */
const SHORTEST_INNER = 8
const MASK = '[secret]'

const base64url = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_')

/** The base64 characters that depend on `bytes` alone when `before` other bytes (mod 3) precede them. */
function innerBase64(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replaceAll('=', '')
  const whole = Math.floor(((before + bytes.length) * 8) / 6)
  return encoded.slice(Math.ceil((before * 8) / 6), whole)
}

/** Every spelling of a value that the scrubber looks for: raw, JSON, hex, base64, base64url and URL-encoded. */
export function spellings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const hex = bytes.toString('hex')
  const url = encodeURIComponent(bytes.toString('utf8'))
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  const base64 = bytes.toString('base64')
  const inner = [0, 1, 2]
    .map((before) => innerBase64(bytes, before))
    .filter((text) => text.length >= SHORTEST_INNER)
  const lowerPercent = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  return [
    ...new Set([
      value,
      JSON.stringify(value).slice(1, -1),
      hex,
      hex.toUpperCase(),
      base64,
      base64url(base64),
      base64.replaceAll('=', ''),
      base64url(base64).replaceAll('=', ''),
      encodeURIComponent(base64),
      ...inner,
      ...inner.map(base64url),
      url,
      form,
      lowerPercent(url),
      lowerPercent(form),
    ]),
  ]
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/**
 * A function that takes the given secrets out of any text (a log line, a provider's message), in every
 * spelling `spellings` lists. Values shorter than four characters are not looked for.
 */
export function createScrubber(values: Iterable<string | Secret>): (text: string) => string {
  const plain = [...values].map((value) => (value instanceof Secret ? value.use((text) => text) : value))
  const needles = plain
    .filter((value) => [...value].length >= SHORTEST)
    .flatMap(spellings)
    .sort((a, b) => b.length - a.length)
  if (needles.length === 0) return (text) => text
  const pattern = new RegExp([...new Set(needles)].map(literal).join('|'), 'g')
  return (text) => text.replace(pattern, MASK)
}
