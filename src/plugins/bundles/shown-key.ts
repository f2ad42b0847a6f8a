import { keyText, type OpenKey } from './import-keys.ts'

/** An import key as a page shows it; nothing in it is secret. */
export interface ShownKey {
  text: string
  /** ISO time. */
  expiresAt: string
}

export const shownKey = (key: OpenKey): ShownKey => ({
  text: keyText(key),
  expiresAt: key.expiresAt.toISOString(),
})
