import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { salesFace } from '../../../ui/server/marketplaces.ts'
import '../../../ui/cells/cells.css'

/** The storefront an order was sold on. */
export const SalesSurfaceCell = (props: CellProps) => {
  const { value, row } = cellContext(props)
  if (typeof value !== 'string' || value === '') return <span className="kanal-cell__none">–</span>
  const face = salesFace(props.payload, String(row.marketplace), value)
  return (
    <span className="kanal-cell__pair">
      <MarketplaceBadge face={face} />
      <span>{face.name}</span>
    </span>
  )
}
