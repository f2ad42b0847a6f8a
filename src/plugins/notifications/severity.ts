import type { LocalizedText } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'
import type { Severity } from './kinds.ts'

export const severityText: Readonly<Record<Severity, LocalizedText>> = {
  info: text('Info', 'Info'),
  warning: text('Perlu perhatian', 'Needs attention'),
  critical: text('Mendesak', 'Urgent'),
}
