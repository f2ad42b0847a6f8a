import type { ListViewServerProps } from 'payload'
import { text } from '../../../i18n/text.ts'
import type { Condition } from '../../../ui/list-href.ts'
import { QuickFilters } from '../../../ui/QuickFilters.tsx'

const status = (...value: string[]): Condition => ({ field: 'status', operator: 'in', value })
const filters = [
  { label: text('Semua', 'All'), conditions: [] },
  { label: text('Perlu dikirim', 'To ship'), conditions: [status('to_ship', 'arranged')] },
  {
    label: text('Kurang stok', 'Short'),
    conditions: [{ field: 'shortQuantity', operator: 'greater_than', value: 0 } as const],
  },
  {
    label: text('Belum ditautkan', 'Unlinked'),
    conditions: [{ field: 'unlinkedQuantity', operator: 'greater_than', value: 0 } as const],
  },
  { label: text('Permintaan pembatalan', 'Cancellation requests'), conditions: [status('cancel_requested')] },
  { label: text('Dalam perjalanan', 'On the way'), conditions: [status('handed_over', 'in_transit')] },
  { label: text('Selesai', 'Completed'), conditions: [status('delivered', 'completed')] },
  {
    label: text('Batal & retur', 'Cancelled & returned'),
    conditions: [status('cancelled', 'returning', 'returned')],
  },
]

/** Quick filters above the order list. */
export const OrderFilters = ({ i18n, searchParams }: ListViewServerProps) => (
  <QuickFilters collection="orders" filters={filters} where={searchParams?.where} language={i18n.language} />
)
