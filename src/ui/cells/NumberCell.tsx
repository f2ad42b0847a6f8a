import { formatNumber } from '../format.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** A whole quantity, aligned for reading down the column. */
export const NumberCell = (props: CellProps) => {
  const { value } = cellContext(props)
  if (typeof value !== 'number') return <span className="kanal-cell__none">–</span>
  return <span className="kanal-cell__number">{formatNumber(value)}</span>
}
