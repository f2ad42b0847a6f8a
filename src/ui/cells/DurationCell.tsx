import { formatNumber } from '../format.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** Milliseconds, as seconds once they are many. */
export const DurationCell = (props: CellProps) => {
  const { value } = cellContext(props)
  if (typeof value !== 'number') return <span className="kanal-cell__none">–</span>
  const words = value < 1000 ? `${formatNumber(value)} ms` : `${formatNumber(Math.round(value / 100) / 10)} s`
  return <span className="kanal-cell__number">{words}</span>
}
