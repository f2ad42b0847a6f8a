import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { formatNumber } from '../../../ui/format.ts'
import '../../../ui/cells/cells.css'

/** What can still be sold of a SKU, and in how many listings. */
export const SkuStockCell = async (props: CellProps) => {
  const { row, language, organisation, related } = cellContext(props)
  const publication = await related.publication(organisation, String(row.id))
  if (!publication) return <span className="kanal-cell__none">–</span>
  const { available, listings } = publication
  return (
    <span className="kanal-cell__stack">
      <span className={`kanal-cell__strong ${available === 0 ? 'kanal-cell__late' : ''}`}>
        {formatNumber(available)}
      </span>
      <small className="kanal-cell__sub">
        {language === 'en' ? `in ${listings} listing${listings === 1 ? '' : 's'}` : `di ${listings} listing`}
      </small>
    </span>
  )
}
