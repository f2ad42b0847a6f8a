import { randomBytes, randomInt } from 'node:crypto'
import type { SandboxClock } from '../core/clock.ts'
import type { Account, App } from './model.ts'

const CODE_SECONDS = 30 * 60
const DAY = 86_400
/** Access and refresh life by the status of the app. */
const LIVES = { test: [7 * DAY, 14 * DAY], online: [30 * DAY, 180 * DAY] } as const

interface Code {
  readonly appKey: number
  readonly email: string
  readonly expiresAt: number
  used: boolean
}
interface Access {
  readonly appKey: number
  readonly email: string
  expiresAt: number
}
interface Refresh {
  readonly appKey: number
  readonly email: string
  readonly expiresAt: number
  spent: boolean
}
interface Consent {
  readonly appKey: number
  readonly email: string
  revoked: boolean
  /** The end of the refresh token of the first grant: refreshing does not prolong it. */
  endsAt: number
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresIn: number
  readonly refreshExpiresIn: number
  readonly email: string
}

/** All of it as plain data. */
export interface TokenData {
  readonly codes: Map<string, Code>
  readonly access: Map<string, Access>
  readonly refreshes: Map<string, Refresh>
  readonly consents: Map<string, Consent>
}

/** All codes, tokens and consents; pure bookkeeping, no HTTP. */
export class TokenStore {
  private data: TokenData = { codes: new Map(), access: new Map(), refreshes: new Map(), consents: new Map() }

  constructor(
    private readonly clock: SandboxClock,
    private readonly rules: { readonly refreshSpent: boolean; readonly oldAccessDies: boolean },
  ) {}

  /** Records the seller's consent and issues the single-use code for the callback. */
  consent(app: App, account: Account): string {
    const now = this.clock.seconds()
    const { email } = account
    this.data.consents.set(`${app.appKey}:${email}`, {
      appKey: app.appKey,
      email,
      revoked: false,
      endsAt: now + LIVES[app.status][1],
    })
    const code = `0_${app.appKey}_${randomText(26)}`
    this.data.codes.set(code, { appKey: app.appKey, email, expiresAt: now + CODE_SECONDS, used: false })
    return code
  }

  /** Exchanges a code; undefined when it is unknown, used, old or of another app. */
  exchange(app: App, code: string): TokenPair | undefined {
    const record = this.data.codes.get(code)
    if (!record || record.used || record.appKey !== app.appKey || this.clock.seconds() >= record.expiresAt)
      return
    record.used = true
    return this.linked(app.appKey, record.email) ? this.issue(app, record.email) : undefined
  }

  /** Spends a refresh token; undefined when it is unknown, spent, old or the consent is over. */
  refresh(app: App, token: string): TokenPair | undefined {
    const record = this.data.refreshes.get(token)
    if (!record || record.spent || record.appKey !== app.appKey) return undefined
    if (this.clock.seconds() >= record.expiresAt || !this.linked(app.appKey, record.email)) return undefined
    if (this.rules.refreshSpent) record.spent = true
    if (this.rules.oldAccessDies) this.expireAccess(record.email)
    return this.issue(app, record.email)
  }

  /** The account an access token speaks for, or undefined when it is not alive. */
  accountOf(app: App, token: string): string | undefined {
    const record = this.data.access.get(token)
    if (!record || record.appKey !== app.appKey || this.clock.seconds() >= record.expiresAt) return undefined
    return this.linked(app.appKey, record.email) ? record.email : undefined
  }

  /** True while the account's consent for the app lasts. */
  linked(appKey: number, email: string): boolean {
    const consent = this.data.consents.get(`${appKey}:${email}`)
    return consent !== undefined && !consent.revoked && this.clock.seconds() < consent.endsAt
  }

  /** When the consent ends, in seconds. */
  endOf(appKey: number, email: string): number {
    return this.data.consents.get(`${appKey}:${email}`)?.endsAt ?? 0
  }

  /** Takes the consent back; true if there was one. */
  revoke(appKey: number, email: string): boolean {
    const consent = this.data.consents.get(`${appKey}:${email}`)
    if (!consent || consent.revoked) return false
    consent.revoked = true
    return true
  }

  /** Ends all access tokens of an account at once (the refresh tokens stay good). */
  expireAccess(email: string): void {
    for (const record of this.data.access.values()) if (record.email === email) record.expiresAt = 0
  }

  /** Everything, for keeping. */
  dump(): TokenData {
    return this.data
  }

  /** Puts back what `dump` gave. */
  restore(data: TokenData): void {
    this.data = data
  }

  /** Forgets everything. */
  clear(): void {
    for (const map of Object.values(this.data)) map.clear()
  }

  private issue(app: App, email: string): TokenPair {
    const now = this.clock.seconds()
    const endsAt = this.endOf(app.appKey, email)
    const expiresIn = Math.min(LIVES[app.status][0], endsAt - now)
    const pair: TokenPair = {
      accessToken: `5000${randomInt(10)}${randomText(55)}`,
      refreshToken: `5000${randomInt(10)}${randomText(55)}`,
      expiresIn,
      refreshExpiresIn: endsAt - now,
      email,
    }
    this.data.access.set(pair.accessToken, { appKey: app.appKey, email, expiresAt: now + expiresIn })
    this.data.refreshes.set(pair.refreshToken, { appKey: app.appKey, email, expiresAt: endsAt, spent: false })
    return pair
  }
}

const randomText = (length: number): string =>
  randomBytes(length).toString('base64').replace(/[+/=]/g, 'x').slice(0, length)
