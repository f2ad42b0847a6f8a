import { CAUSES, type Cause, type LocalizedText } from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'

const isCause = (code: string): code is Cause => (CAUSES as readonly string[]).includes(code)

/** A stored cause in words; null for none. */
export const problemOf = (code: string | null, who: string): LocalizedText | null =>
  code === null ? null : explain(isCause(code) ? code : 'internal', who).what
