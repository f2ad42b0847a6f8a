import { Link } from '@payloadcms/ui'
import { idOf } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import '../../../ui/cells/cells.css'

const unlinked = text('Belum ditautkan', 'Unlinked')

/** The SKU a listing sells from, or that it has none yet. */
export const LinkedCell = async (props: CellProps) => {
  const { value, language, organisation, related } = cellContext(props)
  const id = idOf(value)
  const sku = await related.sku(organisation, id)
  if (!sku) return <StatusPill tone="warning" label={pick(unlinked, language)} />
  return (
    <Link className="kanal-cell__code" href={`/admin/collections/skus/${id}`} prefetch={false}>
      {sku.code}
    </Link>
  )
}
