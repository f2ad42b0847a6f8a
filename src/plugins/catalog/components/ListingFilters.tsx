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

/** A listing names the storefronts it is on; of a marketplace with one storefront it only names the shop. */
const ofChannel = ({ surface }: Channel, shopIds: readonly string[]): Condition[] =>
  surface
    ? [{ field: 'surfaceIds', operator: 'contains', value: JSON.stringify(surface) }]
    : [{ field: 'shop', operator: 'in', value: shopIds }]

/** Quick filters above the listings: their state, and the channel they are on. */
export const ListingFilters = (list: ListViewServerProps) => (
  <div className="kanal-quick-rows">
    <QuickFilters
      collection="listings"
      filters={filters}
      keep={['shop', 'surfaceIds']}
      searchParams={list.searchParams}
      language={list.i18n.language}
    />
    <ChannelFilters collection="listings" conditionsFor={ofChannel} list={list} />
  </div>
)
