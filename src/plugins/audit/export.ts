import type { Pool } from 'pg'
import { autocommit } from '../../database/tx.ts'
import { searchTrail, type AuditFilter, type AuditRow } from './search.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const PAGE = 1_000
const COLUMNS = [
  'seq',
  'at',
  'actorType',
  'actorId',
  'actorLabel',
  'action',
  'targetType',
  'targetId',
  'targetLabel',
  'outcome',
  'reason',
  'fields',
  'ip',
  'userAgent',
  'requestId',
  'mac',
] as const satisfies readonly (keyof AuditRow)[]

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** A cell no spreadsheet takes for a formula (OWASP, CSV injection). */
export const csvCell = (value: unknown): string => {
  const text = plain(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const lineOf = (row: AuditRow, format: ExportFormat): string =>
  format === 'csv'
    ? `${COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`
    : `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])))}\n`

/** The rows that fit, newest first, a thousand at a time: memory stays flat however long the trail. */
export async function* exportLines(
  pool: Pool,
  filter: AuditFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  // A byte order mark tells Excel that the file is UTF-8.
  if (format === 'csv') yield `\uFEFF${COLUMNS.join(',')}\r\n`
  let before: number | null = null
  do {
    const page: Awaited<ReturnType<typeof searchTrail>> = await searchTrail(autocommit(pool), filter, {
      before,
      most: PAGE,
    })
    if (page.rows.length > 0) yield page.rows.map((row) => lineOf(row, format)).join('')
    before = page.next
  } while (before !== null)
}
