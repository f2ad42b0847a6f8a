import { idOf } from '../../collections/access/roles.ts'
import { MarketplaceBadge } from '../MarketplaceBadge.tsx'
import { marketplaceFace } from '../server/marketplaces.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** The shop's name behind its marketplace's badge. */
export const ShopCell = async (props: CellProps) => {
  const { value, related, organisation } = cellContext(props)
  const shop = await related.shop(organisation, idOf(value))
  if (!shop) return <span className="kanal-cell__none">–</span>
  return (
    <span className="kanal-cell__pair">
      <MarketplaceBadge face={marketplaceFace(props.payload, shop.marketplace)} />
      <span>{shop.name}</span>
    </span>
  )
}
