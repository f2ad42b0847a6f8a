import type { Socket } from 'node:net'
import type { CheckId } from './checks.ts'
import type { CredentialSchema } from './credentials.ts'
import type { HttpCheckDeclaration } from './httpCheck.ts'
import type { LocalizedText } from './language.ts'
import type { AppSession, EnvironmentDescriptor, HttpSend, ShopSession } from './sessions.ts'
import type { CredentialValues } from './credentials.ts'

/** Where a connection goes to, and whether it speaks TLS from the first byte. */
export interface ConnectTarget {
  host: string
  port: number
  tls: boolean
  timeoutMs?: number
  signal?: AbortSignal
}

/**
 * Opens one connection to an address that settings name, or refuses: every address the name resolves to is judged
 * as for HTTP, and the socket goes to one of those very addresses. Throws `AdapterError` for whatever goes wrong.
 */
export interface Connect {
  (target: ConnectTarget): Promise<Socket>
  /** Authorities trusted besides the system's, for a protocol that turns a connection into TLS itself. */
  readonly ca?: string
}

/** What a service's checks and calls work with. */
export interface ServiceSession {
  credentials: CredentialValues
  send: HttpSend
  connect: Connect
  now: () => Date
  signal?: AbortSignal
}

export interface MailMessage {
  to: string | { name: string; address: string }
  /** Stable over tries, so that a message sent twice is one in the mailbox. */
  messageId?: string
  subject: string
  text: string
  html?: string
}
/** Sends mail. */
export interface MailService {
  /** @returns what the server called the message. @throws AdapterError; its fields are the settings at fault. */
  send(session: ServiceSession, message: MailMessage): Promise<{ receipt: string }>
}

/** Counts and remembers for all processes at once. */
export interface Cache {
  /** Counts one use in a sliding window; 0 when it fits, else the milliseconds until the next one does. */
  admit(subject: string, most: number, windowMs: number): Promise<number>
  get(key: string): Promise<string | null>
  set(key: string, value: string, forMs: number): Promise<void>
  close(): void
}
export interface CacheService {
  /** Opens lazily; calls fail within `timeoutMs` when the server does not answer. */
  open(session: ServiceSession, timeoutMs: number): Cache
}

export interface StoredFile {
  body: Uint8Array
  contentType: string
}
/** Keeps files by key. */
export interface FileService {
  /** Names the place itself: files moved there are found again only while it is the same. */
  placeOf(credentials: CredentialValues): string
  put(session: ServiceSession, key: string, file: StoredFile): Promise<void>
  /** Null when there is no such file. */
  get(session: ServiceSession, key: string): Promise<StoredFile | null>
  /** Also succeeds when there is none. */
  remove(session: ServiceSession, key: string): Promise<void>
}

/** Keeps small texts that must outlive this machine, each under a name of its own. */
export interface ArchiveService {
  /** Names the place itself. */
  placeOf(credentials: CredentialValues): string
  /** Where the place can, it refuses to change or delete the text from then on. @returns until when, or null. */
  keep(session: ServiceSession, name: string, text: string): Promise<{ lockedUntil: Date | null }>
  /** All names that are kept, in alphabetical order. */
  names(session: ServiceSession): Promise<string[]>
  /** Null when there is no such text. */
  read(session: ServiceSession, name: string): Promise<string | null>
}

/** One row of an audit trail on its way to another system. */
export interface TrailEntry {
  /** Place in its organisation's chain. */
  seq: number
  /** ISO instant. */
  at: string
  action: string
  outcome: string
  /** The whole row on one line of JSON, the organisation included. */
  json: string
}
/** Takes rows of the audit trail, in order. */
export interface TrailReceiver {
  /** Names where rows go. */
  destinationOf(credentials: CredentialValues): string
  /**
   * Hands rows of one organisation over, the oldest first; resolves once the receiver has them. May be given the same
   * rows again when nobody knows whether they arrived.
   */
  deliver(session: ServiceSession, organisation: string, entries: readonly TrailEntry[]): Promise<void>
}

/** Something that went wrong, ready to leave the house: no body, no cookie, no secret. */
export interface ErrorReport {
  error: Error
  level: 'warning' | 'error' | 'fatal'
  /** Part of the system, such as `web` or `worker`. */
  part: string
  userId?: string
  tags?: Readonly<Record<string, string>>
}
/** Sends reports one by one, in the background. */
export interface Reporter {
  capture(report: ErrorReport): void
  /** Waits for what is under way; false when time ran out. */
  flush(withinMs: number): Promise<boolean>
  close(): Promise<void>
}
/** Takes error reports. */
export interface ReportService {
  open(session: ServiceSession, options: ReportOptions): Promise<Reporter>
  /**
   * Hands on what a browser reported, rebuilt from the fields that may leave the house.
   * @throws AdapterError `invalid_format` when it is no report.
   */
  forward(
    session: ServiceSession,
    envelope: Uint8Array,
    by: { userId: string } & ReportOptions,
  ): Promise<void>
}
export interface ReportOptions {
  release: string
  environment: string
  /** Takes secrets out of any text. */
  scrub: (text: string) => string
}

/** The steps of a service's test, in the order a person would try them. */
export type ServiceCheckId = 'connect' | 'secure' | 'login' | 'use' | 'read' | 'remove' | 'deliver'

export interface ServiceCheck {
  id: ServiceCheckId
  label: LocalizedText
  http?: HttpCheckDeclaration
  /** Passes by returning (optionally with a fact worth showing), fails by throwing `AdapterError`. */
  run(session: ServiceSession): Promise<LocalizedText | undefined>
}

/** A check as the settings page runs it, whatever it belongs to. */
export interface AnyCheck {
  id: CheckId | ServiceCheckId
  label: LocalizedText
  needsShop?: boolean
  http?: HttpCheckDeclaration
  run(
    session: AppSession & ServiceSession & { shop?: ShopSession['shop'] },
  ): Promise<LocalizedText | undefined>
}

/** What the settings page knows of everything that can be connected: a marketplace's app, a service's account. */
export interface IntegrationAdapter {
  contractVersion: number
  kind?: 'service'
  /** Lower-case, stable: part of stored rows. */
  id: string
  name: string
  badge: { text: string; color: string }
  docsUrl: string
  environments: Readonly<Record<string, EnvironmentDescriptor>>
  credentials: CredentialSchema
  /** Keys of the fields that say where the secrets are sent: who changes one types the secrets again. */
  destination?: readonly string[]
  /** The provider ends every key so many days after it was made: proposed as the end of a key stored here. */
  keyLifetimeDays?: number
  checks: readonly AnyCheck[]
  setup: readonly LocalizedText[]
}

/** A service of the deployment itself: mail, error reports, cache, file storage, a receiver of the audit trail. */
export interface ServiceAdapter extends IntegrationAdapter {
  kind: 'service'
  /** What it is good for, in one sentence on its card. */
  purpose: LocalizedText
  checks: readonly ServiceCheck[]
  mail?: MailService
  cache?: CacheService
  files?: FileService
  reports?: ReportService
  archive?: ArchiveService
  trail?: TrailReceiver
}

/** A service has one place, which its own fields name. */
export const OWN_PLACE: Readonly<Record<string, EnvironmentDescriptor>> = {
  own: { label: { id: 'Layanan sendiri', en: 'Own service' }, apiBaseUrl: '', consentBaseUrl: '' },
}

export const isService = (adapter: IntegrationAdapter): adapter is ServiceAdapter =>
  adapter.kind === 'service'
