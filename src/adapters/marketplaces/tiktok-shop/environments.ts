import type { EnvironmentDescriptor } from '../../contract.ts'
import { text } from '../../kit/text.ts'

/** Tokens come from a host of their own. */
export interface TikTokShopEnvironment extends EnvironmentDescriptor {
  tokenBaseUrl: string
}

type Addresses = Pick<TikTokShopEnvironment, 'apiBaseUrl' | 'tokenBaseUrl' | 'consentBaseUrl'>

export interface EnvironmentOptions {
  /** Base address of a stand-in on the deployment's own machine; adds the environment `local`. */
  sandboxUrl?: string
  /** The stand-in's consent page; `<sandboxUrl>/open/authorize` unless said otherwise. */
  sandboxConsentUrl?: string
  /** Replaces addresses of `live`, for example the consent page of another region. */
  live?: Partial<Addresses>
}

/** There is no official sandbox host: developers test with test shops on the live hosts. */
export function environmentsOf({
  sandboxUrl,
  sandboxConsentUrl,
  live,
}: EnvironmentOptions): Record<string, TikTokShopEnvironment> {
  const local = sandboxUrl?.replace(/\/+$/, '')
  return {
    live: {
      label: text('Live', 'Live'),
      apiBaseUrl: 'https://open-api.tiktokglobalshop.com',
      tokenBaseUrl: 'https://auth.tiktok-shops.com',
      consentBaseUrl: 'https://services.tiktokshop.com/open/authorize',
      ...live,
    },
    ...(local
      ? {
          local: {
            label: text('Simulasi di komputer ini', 'Simulation on this machine'),
            apiBaseUrl: local,
            tokenBaseUrl: local,
            consentBaseUrl: sandboxConsentUrl ?? `${local}/open/authorize`,
            local: true,
          },
        }
      : {}),
  }
}

/** Where the environment issues tokens: its own host, or the API's where none is named. */
export function tokenBaseUrlOf(environment: EnvironmentDescriptor | TikTokShopEnvironment): string {
  return 'tokenBaseUrl' in environment ? environment.tokenBaseUrl : environment.apiBaseUrl
}
