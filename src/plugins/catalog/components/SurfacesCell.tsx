import { idOf } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { salesFace } from '../../../ui/server/marketplaces.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { shownOn } from '../surfaces/shown.ts'
import { LISTING_LOOKS } from './listing-words.ts'
import './SurfacesCell.css'

/** The storefronts a listing is on, each with its status there. */
export const SurfacesCell = async (props: CellProps) => {
  const { value, row, language, organisation, related } = cellContext(props)
  const surfaces = shownOn(value)
  const shop = surfaces && (await related.shop(organisation, idOf(row.shop)))
  if (!shop || surfaces.length === 0) return <span className="kanal-cell__none">–</span>
  return (
    <ul className="kanal-surfaces-cell">
      {surfaces.map(({ surface, status }) => {
        const { tone, label } = LISTING_LOOKS[status] ?? LISTING_LOOKS.unknown
        return (
          <li key={surface}>
            <MarketplaceBadge face={salesFace(props.payload, shop.marketplace, surface)} />
            <StatusPill tone={tone} label={pick(label, language)} />
          </li>
        )
      })}
    </ul>
  )
}
