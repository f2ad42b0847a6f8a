import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { CellLink } from '../../../ui/cells/CellLink.tsx'
import { Picture } from '../../../ui/Picture.tsx'
import '../../../ui/cells/cells.css'

/** A product by picture and title, with the number of its SKUs beneath. */
export const ProductTitleCell = async (props: CellProps) => {
  const { value, row, href, language, organisation, related } = cellContext(props)
  const product = await related.product(organisation, String(row.id))
  const count = product?.skus ?? 0
  return (
    <CellLink href={href}>
      <span className="kanal-cell__pair">
        <Picture src={typeof row.imageUrl === 'string' ? row.imageUrl : null} />
        <span className="kanal-cell__stack">
          <span className="kanal-cell__code kanal-cell__clip">{String(value)}</span>
          <small className="kanal-cell__sub">
            {language === 'en' ? `${count} SKU${count === 1 ? '' : 's'}` : `${count} SKU`}
          </small>
        </span>
      </span>
    </CellLink>
  )
}
