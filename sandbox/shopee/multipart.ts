/** One part of a multipart body. */
export interface Part {
  readonly name: string
  readonly fileName: string
  readonly contentType: string
  readonly body: Buffer
}

/** The parts of a multipart/form-data body; undefined when it is none. */
export function parseMultipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let at = body.indexOf(mark)
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    const part = readPart(body.subarray(at + mark.length + 2, next - 2))
    if (part) parts.push(part)
    at = next
  }
  return parts
}

function readPart(raw: Buffer): Part | undefined {
  const end = raw.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = raw.subarray(0, end).toString('utf8')
  return {
    name: /name="([^"]*)"/i.exec(head)?.[1] ?? '',
    fileName: /filename="([^"]*)"/i.exec(head)?.[1] ?? '',
    contentType: /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1]?.trim() ?? '',
    body: raw.subarray(end + 4),
  }
}
