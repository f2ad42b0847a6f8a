import { randomBytes } from 'node:crypto'

/** A file to send along with a call. */
export interface FilePart {
  name: string
  fileName: string
  contentType: string
  body: Uint8Array
}

/** A multipart/form-data body: the fields as text, then the file. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FilePart,
): { contentType: string; body: Uint8Array } {
  const boundary = `kanal-${randomBytes(16).toString('hex')}`
  const parts: Uint8Array[] = []
  const add = (text: string): void => {
    parts.push(Buffer.from(text, 'utf8'))
  }
  for (const [name, value] of Object.entries(fields)) {
    add(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`)
  }
  const { name, fileName, contentType } = file
  add(
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"; filename="${quoted(fileName)}"\r\n` +
      `content-type: ${contentType.replace(/[^\w/.+-]/g, '')}\r\n\r\n`,
  )
  parts.push(file.body)
  add(`\r\n--${boundary}--\r\n`)
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) }
}

/** A name inside quotes, without what could end it or its line. */
const quoted = (text: string): string => text.replace(/["\r\n\\]/g, '_')
