/** A small valid PDF, one A6 page per label, text lines only. */
export function labelPdf(labels: readonly (readonly string[])[]): Buffer {
  const objects: string[] = []
  const pageNumbers = labels.map((_, i) => 4 + i * 2)
  objects.push('<< /Type /Catalog /Pages 2 0 R >>')
  objects.push(
    `<< /Type /Pages /Count ${labels.length} /Kids [${pageNumbers.map((n) => `${n} 0 R`).join(' ')}] >>`,
  )
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>')
  labels.forEach((lines, index) => {
    const text = lines
      .map((line, n) => `BT /F1 ${n === 3 ? 20 : 13} Tf 24 ${370 - n * 46} Td (${pdfText(line)}) Tj ET`)
      .join('\n')
    const stream = `${text}\n1 w 12 12 273 396 re S`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 297 420] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
    )
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
  })
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = file.length
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

function pdfText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, (c) => `\\${c}`)
}
