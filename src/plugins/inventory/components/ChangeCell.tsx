import { formatChange } from '../../../ui/format.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import '../../../ui/cells/cells.css'

/** A change with its sign; the colour only repeats it. */
export const ChangeCell = (props: CellProps) => {
  const { value } = cellContext(props)
  const change = Number(value)
  return (
    <span className={`kanal-cell__number kanal-cell__strong kanal-cell__${change < 0 ? 'minus' : 'plus'}`}>
      {formatChange(change)}
    </span>
  )
}
