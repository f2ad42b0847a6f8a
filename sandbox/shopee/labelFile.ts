import { labelPdf } from './labelPdf.ts'
import { zipFile } from './zipFile.ts'

/** Labels as one file of the given kind; each label is a list of text lines. */
export function labelFile(
  labels: readonly (readonly string[])[],
  format: 'pdf' | 'zip' | 'html',
): { contentType: string; file: Buffer } {
  if (format === 'pdf') return { contentType: 'application/pdf', file: labelPdf(labels) }
  if (format === 'zip') {
    const files = labels.map((label) => ({ name: `${label[2] ?? 'label'}.pdf`, body: labelPdf([label]) }))
    return { contentType: 'application/zip', file: zipFile(files) }
  }
  const pages = labels.map(
    (label) => `<section>${label.map((line) => `<p>${escape(line)}</p>`).join('')}</section>`,
  )
  const page = `<!DOCTYPE html><html><body>${pages.join('')}</body></html>`
  return { contentType: 'text/html', file: Buffer.from(page, 'utf8') }
}

const escape = (text: string): string => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)
