import type { LocalizedText } from '../../adapters/contract.ts'
import { pick } from '../../i18n/pick.ts'
import { auditActionText } from './audit-words.ts'
import { cellContext, type CellProps } from './cell.ts'
import './cells.css'

const known: Readonly<Record<string, LocalizedText | undefined>> = auditActionText

/** The action in words; the code small beneath, for support. */
export const AuditActionCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  const action = String(value)
  const words = known[action]
  return (
    <span className="kanal-cell__stack">
      <span>{words ? pick(words, language) : action}</span>
      {words && <small className="kanal-cell__sub">{action}</small>}
    </span>
  )
}
