type LabelType = 'application/pdf' | 'application/zip' | 'text/html' | 'image/png'

const STARTS: readonly (readonly [start: string, type: LabelType])[] = [
  ['%PDF', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x89PNG', 'image/png'],
]

/** What a file is, by how it starts: labels come under misleading content types now and then. */
export function fileKind(body: Uint8Array): LabelType | undefined {
  const start = Buffer.from(body.subarray(0, 64)).toString('latin1')
  const known = STARTS.find(([mark]) => start.startsWith(mark))
  if (known) return known[1]
  return /^(\xef\xbb\xbf)?\s*<(!doctype html|html|\?xml|head|body|div)/i.test(start) ? 'text/html' : undefined
}
