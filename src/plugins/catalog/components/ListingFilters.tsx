import type { ListViewServerProps } from 'payload'
import { text } from '../../../i18n/text.ts'
import { ChannelFilters } from '../../../ui/ChannelFilters.tsx'
import type { Condition } from '../../../ui/list-href.ts'
import { QuickFilters } from '../../../ui/QuickFilters.tsx'
import type { Channel } from '../../../ui/server/marketplaces.ts'

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

const CHANNEL_FIELDS = ['shop.marketplace', 'surfaces.surface']
const ofChannel = ({ marketplace, surface }: Channel): Condition[] => [
  { field: 'shop.marketplace', operator: 'equals', value: marketplace },
  ...(surface ? [{ field: 'surfaces.surface', operator: 'equals', value: surface } as const] : []),
]

/** Quick filters above the listings: their state, and the channel they are on. */
export const ListingFilters = (list: ListViewServerProps) => (
  <>
    <QuickFilters
      collection="listings"
      filters={filters}
      keep={[...CHANNEL_FIELDS, 'shop']}
      where={list.searchParams?.where}
      language={list.i18n.language}
    />
    <ChannelFilters collection="listings" fields={CHANNEL_FIELDS} conditionsFor={ofChannel} list={list} />
  </>
)
