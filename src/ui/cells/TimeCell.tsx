import { Moment } from '../Moment.tsx'
import { cellContext, timeZoneOf, type CellProps } from './cell.ts'
import { CellLink } from './CellLink.tsx'
import './cells.css'

/** A time in words, exact on hover in the organisation's zone. */
export const TimeCell = async (props: CellProps) => {
  const { value, language, href } = cellContext(props)
  if (typeof value !== 'string' && !(value instanceof Date))
    return <span className="kanal-cell__none">–</span>
  return (
    <CellLink href={href}>
      <Moment at={value} language={language} timeZone={await timeZoneOf(props)} />
    </CellLink>
  )
}
