import { text } from '../../../i18n/text.ts'
import { pick } from '../../../i18n/pick.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { OVER } from './stock-words.ts'

const words = {
  short: text('Kurang', 'Short'),
  unlinked: text('Belum ditautkan', 'Unlinked'),
  enough: text('Cukup', 'Enough'),
}

/** Whether the stock covers the order: short and unlinked units stand out, anything else stays quiet. */
export const OrderStockCell = (props: CellProps) => {
  const { row, language } = cellContext(props)
  const short = Number(row.shortQuantity ?? 0)
  const unlinked = Number(row.unlinkedQuantity ?? 0)
  if (short === 0 && unlinked === 0) {
    return (
      <span className="kanal-cell__none">
        {OVER.includes(String(row.status)) ? '–' : pick(words.enough, language)}
      </span>
    )
  }
  return (
    <span className="kanal-cell__pair">
      {short > 0 && <StatusPill tone="error" label={`${pick(words.short, language)} ${short}`} />}
      {unlinked > 0 && <StatusPill tone="warning" label={`${pick(words.unlinked, language)} ${unlinked}`} />}
    </span>
  )
}
