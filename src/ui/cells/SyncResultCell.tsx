import type { LocalizedText } from '../../adapters/contract.ts'
import { pick } from '../../i18n/pick.ts'
import { text } from '../../i18n/text.ts'
import { StatusPill, type Tone } from '../StatusPill.tsx'
import { cellContext, type CellProps } from './cell.ts'

const results: Readonly<Record<string, { tone: Tone; label: LocalizedText }>> = {
  ok: { tone: 'success', label: text('Berhasil', 'OK') },
  retry: { tone: 'warning', label: text('Akan dicoba lagi', 'Will retry') },
  failed: { tone: 'error', label: text('Gagal', 'Failed') },
  skipped: { tone: 'neutral', label: text('Dilewati', 'Skipped') },
}

/** How an exchange with a marketplace ended. */
export const SyncResultCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  const result = results[String(value)]
  return result ? (
    <StatusPill tone={result.tone} label={pick(result.label, language)} />
  ) : (
    <span>{String(value)}</span>
  )
}
