import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { formatNumber } from '../../../ui/format.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { LOW_STOCK } from './low-stock.ts'
import '../../../ui/cells/cells.css'

const empty = text('habis', 'none left')
const low = text('menipis', 'low')

/** What can still be sold; zero and nearly zero say so in a word. */
export const AvailableCell = (props: CellProps) => {
  const { row, language } = cellContext(props)
  const available = Number(row.available ?? 0)
  if (available > LOW_STOCK)
    return <span className="kanal-cell__number kanal-cell__strong">{formatNumber(available)}</span>
  return (
    <StatusPill
      tone={available > 0 ? 'warning' : 'error'}
      label={`${formatNumber(available)} · ${pick(available > 0 ? low : empty, language)}`}
    />
  )
}
