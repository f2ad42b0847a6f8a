import { cellContext, type CellProps } from './cell.ts'
import { CellLink } from './CellLink.tsx'
import './cells.css'

/** A sentence that may take two lines, with the cause beneath when the row has one. */
export const SentenceCell = (props: CellProps) => {
  const { value, row, href } = cellContext(props)
  if (typeof value !== 'string' || value === '') return <span className="kanal-cell__none">–</span>
  return (
    <CellLink href={href}>
      <span className="kanal-cell__sentence" title={typeof row.cause === 'string' ? row.cause : undefined}>
        {value}
      </span>
    </CellLink>
  )
}
