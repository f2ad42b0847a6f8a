import type { LocalizedText } from '../contract.ts'

/** A text in both languages, Indonesian first. */
export const text = (id: string, en: string): LocalizedText => ({ id, en })
