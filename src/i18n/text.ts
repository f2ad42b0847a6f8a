import type { LocalizedText } from '../adapters/contract.ts'

/** A bilingual text: Indonesian first, as everywhere a seller reads. */
export const text = (id: string, en: string): LocalizedText => ({ id, en })
