import { spellings } from '../../src/plugins/credentials/scrub.ts'

/** Where a value was found, and in which of the ways it can be written. */
export interface Hit {
  index: number
  spelling: string
}

interface Needle extends Hit {
  bytes: Buffer
}

const KEY_BYTES = 3

/** Every way a value can lie in a file: as text, JSON, hex, base64, base64url and URL, each in UTF-8 and UTF-16. */
function needlesOf(value: string, index: number): Needle[] {
  const texts = spellings(value)
  const wide = Buffer.from(value, 'utf16le')
  const wideBig = Buffer.from(wide).swap16()
  const encodedWide = [wide, wideBig].flatMap((bytes) => [
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
  ])
  return [...new Set([...texts, ...encodedWide])].flatMap((spelling) => {
    const inUtf16 = Buffer.from(spelling, 'utf16le')
    return [Buffer.from(spelling), inUtf16, Buffer.from(inUtf16).swap16()].map((bytes) => ({
      index,
      spelling,
      bytes,
    }))
  })
}

/**
 * A search for many values at once: the first bytes of each spelling are looked up at every place of the text, so that
 * the cost is that of reading it once.
 */
export function needleSearch(values: readonly string[]): (hay: Buffer | string) => Hit[] {
  const byKey = new Map<number, Needle[]>()
  const isKey = new Uint8Array(2 ** (8 * KEY_BYTES))
  for (const needle of values.flatMap(needlesOf)) {
    const key = needle.bytes.readUIntLE(0, KEY_BYTES)
    isKey[key] = 1
    byKey.set(key, [...(byKey.get(key) ?? []), needle])
  }
  return (hay) => {
    const bytes = typeof hay === 'string' ? Buffer.from(hay) : hay
    const hits: Hit[] = []
    for (let at = 0; at + KEY_BYTES <= bytes.length; at += 1) {
      const key = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
      if (isKey[key] === 0) continue
      for (const { index, spelling, bytes: needle } of byKey.get(key) ?? []) {
        if (bytes.subarray(at, at + needle.length).equals(needle)) hits.push({ index, spelling })
      }
    }
    return hits
  }
}
