import { pick } from '../../i18n/pick.ts'
import { text } from '../../i18n/text.ts'
import { StatusPill } from '../StatusPill.tsx'
import { cellContext, type CellProps } from './cell.ts'

const words = {
  done: text('Diproses', 'Processed'),
  failed: text('Gagal', 'Failed'),
  waiting: text('Menunggu', 'Waiting'),
}

/** Whether a webhook has been dealt with; the problem on hover. */
export const WebhookStateCell = (props: CellProps) => {
  const { row, language } = cellContext(props)
  const problem = typeof row.error === 'string' && row.error !== '' ? row.error : undefined
  if (row.processedAt && !problem) return <StatusPill tone="success" label={pick(words.done, language)} />
  if (problem) return <StatusPill tone="error" label={pick(words.failed, language)} title={problem} />
  return <StatusPill tone="neutral" label={pick(words.waiting, language)} />
}
