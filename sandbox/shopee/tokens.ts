import { randomBytes } from 'node:crypto'
import type { SandboxClock } from '../core/clock.ts'

export const ACCESS_SECONDS = 4 * 3600
const OLD_ACCESS_SECONDS = 5 * 60
const REFRESH_SECONDS = 30 * 86400
const CODE_SECONDS = 10 * 60
const REPLAY_SECONDS = 4 * 3600

/** The seller's consent for one app and one shop. */
export interface Grant {
  readonly partnerId: number
  readonly shopId: number
  authTime: number
  expireTime: number
  revoked: boolean
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds the access token has left. */
  readonly expireIn: number
}

export interface AuthCode {
  readonly code: string
  readonly partnerId: number
  readonly shopIds: readonly number[]
  /** Set when the seller logged in with the main account. */
  readonly mainAccountId: number | null
  readonly expiresAt: number
  used: boolean
}

interface RefreshRecord {
  readonly partnerId: number
  readonly expiresAt: number
  /** Per shop, because a main account's first pair is shared and then splits. */
  readonly shops: Map<number, { usedAt: number; next: TokenPair } | null>
}

interface AccessRecord {
  readonly partnerId: number
  /** Shop → end of life in seconds. */
  readonly shops: Map<number, number>
}

/** All of it as plain data. */
export interface TokenData {
  readonly grants: Map<string, Grant>
  readonly codes: Map<string, AuthCode>
  readonly access: Map<string, AccessRecord>
  readonly refreshes: Map<string, RefreshRecord>
}

export type RefreshOutcome =
  | { readonly ok: true; readonly pair: TokenPair; readonly replayed: boolean }
  | { readonly ok: false; readonly reason: 'unknown' | 'used' | 'expired' | 'not_linked' | 'consent_over' }

/** All codes, tokens and consents; pure bookkeeping, no HTTP. */
export class TokenStore {
  private grants = new Map<string, Grant>()
  private codes = new Map<string, AuthCode>()
  private access = new Map<string, AccessRecord>()
  private refreshes = new Map<string, RefreshRecord>()

  constructor(
    private readonly clock: SandboxClock,
    private readonly replay: boolean,
  ) {}

  /** Records the seller's consent and issues the single-use code for the callback. */
  consent(
    partnerId: number,
    shopIds: readonly number[],
    days: number,
    mainAccountId: number | null,
  ): AuthCode {
    const now = this.clock.seconds()
    for (const shopId of shopIds) {
      this.grants.set(`${partnerId}:${shopId}`, {
        partnerId,
        shopId,
        authTime: now,
        expireTime: now + days * 86400,
        revoked: false,
      })
    }
    const code: AuthCode = {
      code: randomHex(),
      partnerId,
      shopIds,
      mainAccountId,
      expiresAt: now + CODE_SECONDS,
      used: false,
    }
    this.codes.set(code.code, code)
    return code
  }

  /** Exchanges a code; undefined when it is unknown, used, old or of another partner or owner. */
  exchange(
    code: string,
    partnerId: number,
    owns: (code: AuthCode) => boolean,
  ): { pair: TokenPair; code: AuthCode } | undefined {
    const record = this.codes.get(code)
    if (!record || record.used || record.partnerId !== partnerId || !owns(record)) return undefined
    if (this.clock.seconds() >= record.expiresAt) return undefined
    record.used = true
    for (const shopId of record.shopIds) this.dropRefreshTokens(partnerId, shopId)
    return { pair: this.issue(partnerId, record.shopIds), code: record }
  }

  /** Spends a refresh token for one shop. */
  refresh(token: string, partnerId: number, shopId: number): RefreshOutcome {
    const now = this.clock.seconds()
    const record = this.refreshes.get(token)
    const spent = record?.shops.get(shopId)
    if (!record || record.partnerId !== partnerId || spent === undefined)
      return { ok: false, reason: 'unknown' }
    const grant = this.grant(partnerId, shopId)
    if (!grant || grant.revoked) return { ok: false, reason: 'not_linked' }
    if (now >= grant.expireTime) return { ok: false, reason: 'consent_over' }
    if (spent !== null) return this.replayed(spent, shopId, now)
    if (now >= record.expiresAt) return { ok: false, reason: 'expired' }
    const pair = this.issue(partnerId, [shopId])
    record.shops.set(shopId, { usedAt: now, next: pair })
    return { ok: true, pair, replayed: false }
  }

  /** True when the token is alive for this partner and shop. */
  accessValid(token: string, partnerId: number, shopId: number): boolean {
    const record = this.access.get(token)
    const end = record?.shops.get(shopId)
    return (
      record !== undefined &&
      record.partnerId === partnerId &&
      end !== undefined &&
      this.clock.seconds() < end
    )
  }

  grant(partnerId: number, shopId: number): Grant | undefined {
    return this.grants.get(`${partnerId}:${shopId}`)
  }

  /** True while the shop's consent for the app lasts. */
  linked(partnerId: number, shopId: number): boolean {
    const grant = this.grant(partnerId, shopId)
    return grant !== undefined && !grant.revoked && this.clock.seconds() < grant.expireTime
  }

  /** Consents in force for an app, oldest first. */
  linkedShops(partnerId: number): Grant[] {
    return [...this.grants.values()].filter(
      (g) => g.partnerId === partnerId && this.linked(partnerId, g.shopId),
    )
  }

  /** Takes the consent back; true if there was one. */
  revoke(partnerId: number, shopId: number): boolean {
    const grant = this.grant(partnerId, shopId)
    if (!grant || grant.revoked) return false
    grant.revoked = true
    return true
  }

  /** Ends all access tokens of a shop at once (the refresh tokens stay good). */
  expireAccess(shopId: number): void {
    for (const record of this.access.values()) if (record.shops.has(shopId)) record.shops.set(shopId, 0)
  }

  /** Everything, for keeping. */
  dump(): TokenData {
    return { grants: this.grants, codes: this.codes, access: this.access, refreshes: this.refreshes }
  }

  /** Puts back what `dump` gave. */
  restore(data: TokenData): void {
    this.grants = data.grants
    this.codes = data.codes
    this.access = data.access
    this.refreshes = data.refreshes
  }

  /** Forgets everything. */
  clear(): void {
    this.grants.clear()
    this.codes.clear()
    this.access.clear()
    this.refreshes.clear()
  }

  private replayed(spent: { usedAt: number; next: TokenPair }, shopId: number, now: number): RefreshOutcome {
    const successor = this.refreshes.get(spent.next.refreshToken)
    const successorUnused = successor?.shops.get(shopId) === null
    if (!this.replay || now - spent.usedAt > REPLAY_SECONDS || !successorUnused)
      return { ok: false, reason: 'used' }
    const left = Math.max(0, spent.usedAt + ACCESS_SECONDS - now)
    return { ok: true, pair: { ...spent.next, expireIn: left }, replayed: true }
  }

  private issue(partnerId: number, shopIds: readonly number[]): TokenPair {
    const now = this.clock.seconds()
    for (const shopId of shopIds) this.shortenAccess(partnerId, shopId, now + OLD_ACCESS_SECONDS)
    const pair: TokenPair = { accessToken: randomHex(), refreshToken: randomHex(), expireIn: ACCESS_SECONDS }
    this.access.set(pair.accessToken, {
      partnerId,
      shops: new Map(shopIds.map((id) => [id, now + ACCESS_SECONDS])),
    })
    this.refreshes.set(pair.refreshToken, {
      partnerId,
      expiresAt: now + REFRESH_SECONDS,
      shops: new Map(shopIds.map((id) => [id, null])),
    })
    return pair
  }

  private shortenAccess(partnerId: number, shopId: number, end: number): void {
    for (const record of this.access.values()) {
      const current = record.shops.get(shopId)
      if (record.partnerId === partnerId && current !== undefined)
        record.shops.set(shopId, Math.min(current, end))
    }
  }

  private dropRefreshTokens(partnerId: number, shopId: number): void {
    for (const record of this.refreshes.values())
      if (record.partnerId === partnerId) record.shops.delete(shopId)
  }
}

function randomHex(): string {
  return randomBytes(16).toString('hex')
}
