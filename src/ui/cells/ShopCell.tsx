import { idOf } from '../../collections/access/roles.ts'
import { MarketplaceBadge } from '../MarketplaceBadge.tsx'
import { salesFace } from '../server/marketplaces.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** The shop's name behind the badge of its marketplace, or of the storefront the row was sold on. */
export const ShopCell = async (props: CellProps) => {
  const { value, row, related, organisation } = cellContext(props)
  const shop = await related.shop(organisation, idOf(value))
  if (!shop) return <span className="kanal-cell__none">–</span>
  const surface = typeof row.salesSurface === 'string' ? row.salesSurface : null
  const face = salesFace(props.payload, shop.marketplace, surface)
  return (
    <span className="kanal-cell__pair">
      <MarketplaceBadge face={face} />
      <span className="kanal-cell__stack">
        <span>{shop.name}</span>
        {surface && <small className="kanal-cell__sub">{face.name}</small>}
      </span>
    </span>
  )
}
