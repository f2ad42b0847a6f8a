import type { HttpCheckDeclaration } from './httpCheck.ts'
import type { LocalizedText } from './language.ts'
import type { AppSession, ShopSession } from './sessions.ts'

export type CheckId = 'shape' | 'address' | 'clock' | 'signature' | 'token' | 'scope' | 'shop'
export interface Check {
  id: CheckId
  label: LocalizedText
  /** Needs a connected shop; reported as skipped when there is none yet. */
  needsShop?: boolean
  /** What the check was made of, when it is data (`httpCheck` of the kit); looked through at registration. */
  http?: HttpCheckDeclaration
  /**
   * Passes by returning (optionally with a fact worth showing, such as the shop's name), fails by throwing
   * `AdapterError`. `shape` is run by Kanal itself from the credential schema, so an adapter need not list it.
   */
  run(session: AppSession & { shop?: ShopSession['shop'] }): Promise<LocalizedText | undefined>
}
