import { pick } from '../../../i18n/pick.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { movementTypeText } from './movement-words.ts'

/** Kind of movement. */
export const MovementTypeCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  return <span>{pick(movementTypeText(String(value)), language)}</span>
}
