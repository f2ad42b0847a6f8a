/** What an import key's text begins with. */
export const KEY_PREFIX = 'kanal-penerima-1.'
const KEY_BYTES = 16 + 32 + 8

/**
 * Sixteen signs out of an import key's text that two people can compare by telephone, so that nobody slips in a key of
 * their own: the sum over the key, which the exporting server checks. Null for anything else.
 */
export function matchCodeOf(text: string): string | null {
  const tidy = text.replace(/\s/g, '')
  if (!tidy.startsWith(KEY_PREFIX)) return null
  try {
    const bytes = atob(tidy.slice(KEY_PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'))
    if (bytes.length !== KEY_BYTES) return null
    const signs = [...bytes.slice(-8)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
    return [0, 2, 4, 6]
      .map((at) => signs.slice(at, at + 2).join(''))
      .join('-')
      .toUpperCase()
  } catch {
    return null
  }
}
