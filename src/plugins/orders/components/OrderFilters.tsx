import type { ListViewServerProps } from 'payload'
import { text } from '../../../i18n/text.ts'
import { ChannelFilters } from '../../../ui/ChannelFilters.tsx'
import type { Condition } from '../../../ui/list-href.ts'
import { QuickFilters } from '../../../ui/QuickFilters.tsx'
import type { Channel } from '../../../ui/server/marketplaces.ts'

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

const ofChannel = ({ marketplace, surface }: Channel): Condition[] => [
  { field: 'marketplace', operator: 'equals', value: marketplace },
  ...(surface ? [{ field: 'salesSurface', operator: 'equals', value: surface } as const] : []),
]

/** Quick filters above the order list: what is to be done, and on which channel it was sold. */
export const OrderFilters = (list: ListViewServerProps) => (
  <div className="kanal-quick-rows">
    <QuickFilters
      collection="orders"
      filters={filters}
      keep={['marketplace', 'salesSurface', 'shop']}
      searchParams={list.searchParams}
      language={list.i18n.language}
    />
    <ChannelFilters collection="orders" conditionsFor={ofChannel} list={list} />
  </div>
)
