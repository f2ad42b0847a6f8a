import type { Socket } from 'node:net'
import type { CheckId } from './checks.ts'
import type { CredentialSchema } from './credentials.ts'
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
export type Connect = (target: ConnectTarget) => Promise<Socket>

/** What a check of a service works with. */
export interface ServiceSession {
  credentials: CredentialValues
  send: HttpSend
  connect: Connect
  now: () => Date
  signal?: AbortSignal
}

/** The steps of a service's test, in the order a person would try them. */
export type ServiceCheckId = 'connect' | 'secure' | 'login' | 'use' | 'read' | 'remove' | 'deliver'

export interface ServiceCheck {
  id: ServiceCheckId
  label: LocalizedText
  /** Passes by returning (optionally with a fact worth showing), fails by throwing `AdapterError`. */
  run(session: ServiceSession): Promise<LocalizedText | undefined>
}

/** A check as the settings page runs it, whatever it belongs to. */
export interface AnyCheck {
  id: CheckId | ServiceCheckId
  label: LocalizedText
  needsShop?: boolean
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
  checks: readonly AnyCheck[]
  setup: readonly LocalizedText[]
}

/** A service of the deployment itself: mail, error reports, cache, file storage. */
export interface ServiceAdapter extends IntegrationAdapter {
  kind: 'service'
  /** What it is good for, in one sentence on its card. */
  purpose: LocalizedText
  checks: readonly ServiceCheck[]
}

/** A service has one place, which its own fields name. */
export const OWN_PLACE: Readonly<Record<string, EnvironmentDescriptor>> = {
  own: { label: { id: 'Layanan sendiri', en: 'Own service' }, apiBaseUrl: '', consentBaseUrl: '' },
}

export const isService = (adapter: IntegrationAdapter): adapter is ServiceAdapter =>
  adapter.kind === 'service'
