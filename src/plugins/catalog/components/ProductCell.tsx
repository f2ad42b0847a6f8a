import { Link } from '@payloadcms/ui'
import { idOf } from '../../../collections/access/roles.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import '../../../ui/cells/cells.css'

/** The product of a SKU. */
export const ProductCell = async (props: CellProps) => {
  const { value, organisation, related } = cellContext(props)
  const id = idOf(value)
  const product = await related.product(organisation, id)
  if (!product) return <span className="kanal-cell__none">–</span>
  return (
    <Link className="kanal-cell__clip" href={`/admin/collections/products/${id}`} prefetch={false}>
      {product.title}
    </Link>
  )
}
