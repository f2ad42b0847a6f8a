import type { CredentialValues } from './credentials.ts'
import type { LocalizedText } from './language.ts'

export interface EnvironmentDescriptor {
  label: LocalizedText
  apiBaseUrl: string
  consentBaseUrl: string
  /** True for stand-ins on the seller's own machine: only offered when the deployment allows them. */
  local?: boolean
}

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  timeoutMs?: number
  signal?: AbortSignal
}
export interface HttpResponse {
  status: number
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}
/** Sends one request, follows no redirect, retries nothing. Throws `AdapterError` for network failures. */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>

/** A call made as the app: before any shop has consented. */
export interface AppSession {
  environment: EnvironmentDescriptor
  credentials: CredentialValues
  send: HttpSend
  now: () => Date
  signal?: AbortSignal
}
/** A call made for one shop. */
export interface ShopSession extends AppSession {
  shop: { externalId: string; accessToken: string; details: Readonly<Record<string, string>> }
}
