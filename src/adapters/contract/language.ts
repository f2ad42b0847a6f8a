export type Language = 'id' | 'en'
/** A text a seller reads, Indonesian first. */
export type LocalizedText = Readonly<Record<Language, string>>
