import { pick } from '../../i18n/pick.ts'
import type { AuditOutcome } from '../../plugins/audit/actions.ts'
import { StatusPill, type Tone } from '../StatusPill.tsx'
import { auditOutcomeText } from './audit-words.ts'
import { cellContext, type CellProps } from './cell.ts'

const tones: Readonly<Record<AuditOutcome, Tone>> = { ok: 'success', denied: 'warning', failed: 'error' }

/** How the action ended. */
export const AuditOutcomeCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  const outcome = value as AuditOutcome
  return (
    <StatusPill
      tone={tones[outcome] ?? 'neutral'}
      label={pick(auditOutcomeText[outcome] ?? auditOutcomeText.ok, language)}
    />
  )
}
