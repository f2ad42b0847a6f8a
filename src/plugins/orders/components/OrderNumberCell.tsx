import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { CellLink } from '../../../ui/cells/CellLink.tsx'
import '../../../ui/cells/cells.css'

/** The marketplace's order number, with the buyer beneath. */
export const OrderNumberCell = (props: CellProps) => {
  const { value, row, href } = cellContext(props)
  return (
    <CellLink href={href}>
      <span className="kanal-cell__stack">
        <span className="kanal-cell__code">{String(value)}</span>
        {typeof row.buyerName === 'string' && <small className="kanal-cell__sub">{row.buyerName}</small>}
      </span>
    </CellLink>
  )
}
