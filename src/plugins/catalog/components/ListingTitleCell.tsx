import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { CellLink } from '../../../ui/cells/CellLink.tsx'
import { Picture } from '../../../ui/Picture.tsx'
import '../../../ui/cells/cells.css'

/** A listing by picture and title, with variant and the shop's own SKU code beneath. */
export const ListingTitleCell = (props: CellProps) => {
  const { value, row, href } = cellContext(props)
  const beneath = [row.variantName, row.sellerSku].filter(Boolean).join(' · ')
  return (
    <CellLink href={href}>
      <span className="kanal-cell__pair">
        <Picture src={typeof row.imageUrl === 'string' ? row.imageUrl : null} />
        <span className="kanal-cell__stack">
          <span className="kanal-cell__code kanal-cell__clip">{String(value)}</span>
          {beneath && <small className="kanal-cell__sub">{beneath}</small>}
        </span>
      </span>
    </CellLink>
  )
}
