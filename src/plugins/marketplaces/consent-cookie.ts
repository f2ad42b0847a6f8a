import { CONSENT_MINUTES } from './consent-state.ts'

/** Ties a consent to the browser that started it. Lax, because the marketplace sends the seller back to us. */
export const NONCE_COOKIE = 'kanal_consent'

export const nonceCookie = (nonce: string, publicUrl: string): string =>
  [
    `${NONCE_COOKIE}=${nonce}`,
    'Path=/',
    `Max-Age=${CONSENT_MINUTES * 60}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(publicUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')
