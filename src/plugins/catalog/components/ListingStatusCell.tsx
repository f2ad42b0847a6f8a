import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { LocalizedText, ListingStatus } from '../../../adapters/contract.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'

const statuses: Readonly<Record<ListingStatus, { tone: Tone; label: LocalizedText }>> = {
  live: { tone: 'success', label: text('Tayang', 'Live') },
  unlisted: { tone: 'neutral', label: text('Diarsipkan', 'Unlisted') },
  blocked: { tone: 'error', label: text('Diblokir', 'Blocked') },
  deleted: { tone: 'neutral', label: text('Dihapus', 'Deleted') },
  unknown: { tone: 'warning', label: text('Tidak dikenal', 'Unknown') },
}

/** Whether buyers can see the listing. */
export const ListingStatusCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  const { tone, label } = statuses[value as ListingStatus] ?? statuses.unknown
  return <StatusPill tone={tone} label={pick(label, language)} />
}
