import { MarketplaceBadge } from '../MarketplaceBadge.tsx'
import { marketplaceFace } from '../server/marketplaces.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** A marketplace by badge and name. */
export const MarketplaceCell = (props: CellProps) => {
  const { value } = cellContext(props)
  if (typeof value !== 'string') return <span className="kanal-cell__none">–</span>
  const face = marketplaceFace(props.payload, value)
  return (
    <span className="kanal-cell__pair">
      <MarketplaceBadge face={face} />
      <span>{face.name}</span>
    </span>
  )
}
