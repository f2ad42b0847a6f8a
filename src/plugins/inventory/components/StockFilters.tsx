import type { ListViewServerProps } from 'payload'
import { text } from '../../../i18n/text.ts'
import { QuickFilters } from '../../../ui/QuickFilters.tsx'
import { LOW_STOCK } from './low-stock.ts'

const filters = [
  { label: text('Semua', 'All'), conditions: [] },
  {
    label: text('Habis', 'None left'),
    conditions: [{ field: 'available', operator: 'equals', value: 0 } as const],
  },
  {
    label: text('Menipis', 'Low'),
    conditions: [
      { field: 'available', operator: 'greater_than', value: 0 } as const,
      { field: 'available', operator: 'less_than', value: LOW_STOCK + 1 } as const,
    ],
  },
  {
    label: text('Sedang dipesan', 'Reserved'),
    conditions: [{ field: 'reserved', operator: 'greater_than', value: 0 } as const],
  },
]

/** Quick filters above the stock list. */
export const StockFilters = ({ i18n, searchParams }: ListViewServerProps) => (
  <QuickFilters
    collection="stock-levels"
    filters={filters}
    searchParams={searchParams}
    language={i18n.language}
  />
)
