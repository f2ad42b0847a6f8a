import { idOf } from '../../collections/access/roles.ts'
import { cellContext, type CellProps } from './cell.ts'
import { CellLink } from './CellLink.tsx'
import './cells.css'

/** A SKU by its code, with product and variant beneath. */
export const SkuCell = async (props: CellProps) => {
  const { value, related, organisation, href } = cellContext(props)
  const sku = await related.sku(organisation, idOf(value))
  if (!sku) return <span className="kanal-cell__none">–</span>
  return (
    <CellLink href={href}>
      <span className="kanal-cell__stack">
        <span className="kanal-cell__code">{sku.code}</span>
        <small className="kanal-cell__sub">{[sku.product_title, sku.name].filter(Boolean).join(' · ')}</small>
      </span>
    </CellLink>
  )
}
