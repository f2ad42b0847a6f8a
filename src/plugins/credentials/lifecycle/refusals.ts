import { AdapterError, type Cause } from '../../../adapters/contract.ts'

/** The provider did not know the key, or not its signature. */
const WRONG_KEY: ReadonlySet<Cause> = new Set<Cause>([
  'http_401_bad_credential',
  'signature_mismatch',
  'wrong_environment',
])
/** The provider knew the app, and will not serve it as it is. */
const WRONG_APP: ReadonlySet<Cause> = new Set<Cause>([
  'http_403_missing_scope',
  'ip_not_allowlisted',
  'account_suspended',
])

/** Whether another key may be the remedy: the one of before, while it is still valid. */
export const blamesKey = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && WRONG_KEY.has(error.reason)

/**
 * Whether a call was refused for the app's own credentials, rather than for a shop's consent, the request or the
 * network.
 */
export const blamesCredentials = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && (WRONG_KEY.has(error.reason) || WRONG_APP.has(error.reason))
