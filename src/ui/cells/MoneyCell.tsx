import { formatMoney } from '../format.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** An amount in the row's currency. */
export const MoneyCell = (props: CellProps) => {
  const { value, row } = cellContext(props)
  if (typeof value !== 'number') return <span className="kanal-cell__none">–</span>
  return <span className="kanal-cell__number">{formatMoney(value, String(row.currency ?? 'IDR'))}</span>
}
