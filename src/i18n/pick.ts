import type { Language, LocalizedText } from '../adapters/contract.ts'

/** The language a seller reads: English when asked for, Indonesian in every other case. */
export const languageOf = (code: string | undefined): Language => (code === 'en' ? 'en' : 'id')

/** The text in that language. */
export const pick = (text: LocalizedText, language: string | undefined): string => text[languageOf(language)]
