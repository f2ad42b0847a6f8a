import { idOf } from '../../collections/access/roles.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

/** A location by its name. */
export const LocationCell = async (props: CellProps) => {
  const { value, related, organisation } = cellContext(props)
  const location = await related.location(organisation, idOf(value))
  return location ? <span>{location.name}</span> : <span className="kanal-cell__none">–</span>
}
