import { randomUUID } from 'node:crypto'

export interface FilePart {
  name: string
  fileName: string
  contentType: string
  body: Uint8Array
}

/** A multipart/form-data body of text fields and one file. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FilePart,
): { contentType: string; body: Uint8Array } {
  const boundary = `kanal-${randomUUID()}`
  // A quote or line break in a file name would end the header early.
  const fileName = file.fileName.replace(/["\r\n\\]/g, '_')
  const head = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  head.push(
    `--${boundary}\r\nContent-Disposition: form-data; name="${file.name}"; filename="${fileName}"\r\n` +
      `Content-Type: ${file.contentType}\r\n\r\n`,
  )
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head.join('')), file.body, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
