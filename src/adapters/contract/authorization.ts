import type { AppSession } from './sessions.ts'

/** What a shop's consent gives. Tokens are secrets: they go straight into the vault. */
export interface Grant {
  externalShopId: string
  accessToken: string
  refreshToken: string
  accessExpiresAt: Date
  refreshExpiresAt: Date | null
  /** Non-secret extras needed for calls, such as a shop cipher or a region. */
  details: Readonly<Record<string, string>>
  /**
   * The same for grants of one consent that share one token pair, non-secret and without personal data: they are
   * refreshed as one. Left out where each shop has a pair of its own.
   */
  tokenGroup?: string
}

export interface Authorization {
  /** Refresh tokens are spent by use: one refresh per token pair at a time, result stored before use. */
  singleUseRefresh: boolean
  /** How long before `accessExpiresAt` to refresh, in seconds. */
  refreshAheadSeconds: number
  /** The page where the seller consents. Built on click: some links die within minutes. */
  consentUrl(session: AppSession, input: { redirectUrl: string; state: string }): string
  /** Turns the query of the callback into grants, one per shop. */
  exchange(session: AppSession, query: Readonly<Record<string, string>>): Promise<readonly Grant[]>
  /** Renews a token pair; for shops that share one, any of them may be named, and the new pair is for all. */
  refresh(
    session: AppSession,
    input: { externalShopId: string; refreshToken: string; details: Readonly<Record<string, string>> },
  ): Promise<Grant>
}
