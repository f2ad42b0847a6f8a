import type { ListViewServerProps } from 'payload'
import { text } from '../../../i18n/text.ts'
import { QuickFilters } from '../../../ui/QuickFilters.tsx'

const filters = [
  { label: text('Semua', 'All'), conditions: [] },
  {
    label: text('Belum ditautkan', 'Unlinked'),
    conditions: [
      { field: 'sku', operator: 'exists', value: false } as const,
      { field: 'status', operator: 'equals', value: 'live' } as const,
    ],
  },
  {
    label: text('Ditolak toko', 'Refused by the shop'),
    conditions: [{ field: 'pushError', operator: 'exists', value: true } as const],
  },
  {
    label: text('Tayang', 'Live'),
    conditions: [{ field: 'status', operator: 'equals', value: 'live' } as const],
  },
  {
    label: text('Diarsipkan', 'Unlisted'),
    conditions: [{ field: 'status', operator: 'equals', value: 'unlisted' } as const],
  },
]

/** Quick filters above the listings. */
export const ListingFilters = ({ i18n, searchParams }: ListViewServerProps) => (
  <QuickFilters
    collection="listings"
    filters={filters}
    where={searchParams?.where}
    language={i18n.language}
  />
)
