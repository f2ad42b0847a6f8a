import { randomBytes } from 'node:crypto'

export interface FormFile {
  name: string
  fileName: string
  contentType: string
  body: Uint8Array
}

/** A `multipart/form-data` body of text fields and one file, whole in memory. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FormFile,
): { contentType: string; body: Uint8Array } {
  const boundary = `kanal-${randomBytes(16).toString('hex')}`
  const quote = (text: string): string => text.replace(/["\r\n]/g, '_')
  const head = Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`,
    )
    .join('')
  const fileHead = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(file.name)}"; filename="${quote(file.fileName)}"\r\nContent-Type: ${quote(file.contentType)}\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head + fileHead), file.body, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
