import type { ListingStatus } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { LISTING_LOOKS } from './listing-words.ts'

/** Whether buyers can see the listing. */
export const ListingStatusCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  const { tone, label } = LISTING_LOOKS[value as ListingStatus] ?? LISTING_LOOKS.unknown
  return <StatusPill tone={tone} label={pick(label, language)} />
}
