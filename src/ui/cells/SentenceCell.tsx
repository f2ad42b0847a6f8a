import { cellContext, type CellProps } from './cell.ts'
import { CellLink } from './CellLink.tsx'
import './cells.css'

/** A sentence that may take two lines. */
export const SentenceCell = (props: CellProps) => {
  const { value, href } = cellContext(props)
  if (typeof value !== 'string' || value === '') return <span className="kanal-cell__none">–</span>
  return (
    <CellLink href={href}>
      <span className="kanal-cell__sentence">{value}</span>
    </CellLink>
  )
}
