import { createHash, randomBytes } from 'node:crypto'
import type { SandboxClock } from '../core/clock.ts'
import type { Seller } from './model.ts'

export const ACCESS_SECONDS = 7 * 86_400
const REFRESH_SECONDS = 365 * 86_400
const CODE_SECONDS = 30 * 60

/** A seller's consent for one app. */
export interface Grant {
  readonly appKey: string
  readonly openId: string
  readonly shopIds: readonly string[]
  readonly scopes: readonly string[]
  readonly expireTime: number
  revoked: boolean
}

export interface TokenPair {
  readonly accessToken: string
  readonly accessExpiry: number
  readonly refreshToken: string
  readonly refreshExpiry: number
  readonly grant: Grant
}

interface Code {
  readonly appKey: string
  readonly grant: Grant
  readonly expiresAt: number
  used: boolean
}
interface Access {
  readonly grant: Grant
  expiresAt: number
}
interface Refresh {
  readonly grant: Grant
  readonly expiresAt: number
  dead: boolean
}

export type AccessState =
  { readonly state: 'valid' | 'expired'; readonly grant: Grant } | { readonly state: 'invalid' }

/** Everything as plain data. */
export interface TokenData {
  readonly codes: Map<string, Code>
  readonly access: Map<string, Access>
  readonly refreshes: Map<string, Refresh>
  readonly grants: Grant[]
}

/** All codes, tokens and consents; pure bookkeeping, no HTTP. */
export class TokenStore {
  private data: TokenData = { codes: new Map(), access: new Map(), refreshes: new Map(), grants: [] }

  constructor(
    private readonly clock: SandboxClock,
    private readonly refreshDies: boolean,
  ) {}

  /** Records a consent with the app's scopes of this moment; returns the single-use code. */
  consent(appKey: string, seller: Seller, scopes: readonly string[], days: number): string {
    const now = this.clock.seconds()
    for (const old of this.data.grants) {
      if (old.appKey === appKey && old.openId === seller.openId) old.revoked = true
    }
    const grant: Grant = {
      appKey,
      openId: seller.openId,
      shopIds: [...seller.shopIds],
      scopes: [...scopes],
      expireTime: now + days * 86_400,
      revoked: false,
    }
    this.data.grants.push(grant)
    const code = `ROW_${randomBytes(24).toString('base64url')}`
    this.data.codes.set(code, { appKey, grant, expiresAt: now + CODE_SECONDS, used: false })
    return code
  }

  /** Exchanges a code; undefined when it is unknown, used, old or another app's. */
  exchange(code: string, appKey: string): TokenPair | undefined {
    const record = this.data.codes.get(code)
    if (!record || record.used || record.appKey !== appKey || this.clock.seconds() >= record.expiresAt)
      return undefined
    record.used = true
    return record.grant.revoked ? undefined : this.issue(record.grant)
  }

  /** Spends a refresh token; undefined when there is no authorisation behind it. */
  refresh(token: string, appKey: string): TokenPair | undefined {
    const record = this.data.refreshes.get(token)
    if (!record || record.dead || record.grant.appKey !== appKey || !this.inForce(record.grant))
      return undefined
    if (this.clock.seconds() >= record.expiresAt) return undefined
    if (this.refreshDies) record.dead = true
    return this.issue(record.grant)
  }

  /** What an access token is worth to an app. */
  check(token: string, appKey: string): AccessState {
    const record = this.data.access.get(token)
    if (!record || record.grant.appKey !== appKey || !this.inForce(record.grant)) return { state: 'invalid' }
    return { state: this.clock.seconds() < record.expiresAt ? 'valid' : 'expired', grant: record.grant }
  }

  linked(appKey: string, shopId: string): boolean {
    return this.data.grants.some(
      (grant) => grant.appKey === appKey && this.inForce(grant) && grant.shopIds.includes(shopId),
    )
  }

  /** Shops an app may work for now. */
  linkedShops(appKey: string): string[] {
    const grants = this.data.grants.filter((grant) => grant.appKey === appKey && this.inForce(grant))
    return [...new Set(grants.flatMap((grant) => grant.shopIds))]
  }

  /** Takes back the consent a shop is part of; the shops concerned. */
  revoke(appKey: string, shopId: string): readonly string[] {
    const grant = this.data.grants.find(
      (each) => each.appKey === appKey && this.inForce(each) && each.shopIds.includes(shopId),
    )
    if (!grant) return []
    grant.revoked = true
    return grant.shopIds
  }

  /** Ends all access tokens of a shop at once (refresh tokens stay good). */
  expireAccess(shopId: string): void {
    for (const record of this.data.access.values())
      if (record.grant.shopIds.includes(shopId)) record.expiresAt = 0
  }

  dump(): TokenData {
    return this.data
  }

  restore(data: TokenData): void {
    this.data = data
  }

  clear(): void {
    this.data = { codes: new Map(), access: new Map(), refreshes: new Map(), grants: [] }
  }

  private inForce(grant: Grant): boolean {
    return !grant.revoked && this.clock.seconds() < grant.expireTime
  }

  private issue(grant: Grant): TokenPair {
    const now = this.clock.seconds()
    const pair: TokenPair = {
      accessToken: `ROW_${randomBytes(30).toString('base64url')}`,
      accessExpiry: now + ACCESS_SECONDS,
      refreshToken: `ROW_${randomBytes(30).toString('base64url')}`,
      refreshExpiry: Math.min(now + REFRESH_SECONDS, grant.expireTime),
      grant,
    }
    this.data.access.set(pair.accessToken, { grant, expiresAt: pair.accessExpiry })
    this.data.refreshes.set(pair.refreshToken, { grant, expiresAt: pair.refreshExpiry, dead: false })
    return pair
  }
}

/** The cipher of a shop for an app. Its characters need encoding in a URL, as the platform's may. */
export function cipherOf(appKey: string, shopId: string): string {
  return `ROW_${createHash('sha256').update(`${appKey}:${shopId}`).digest('base64')}/+=`
}
