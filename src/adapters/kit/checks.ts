import { AdapterError, type Cause } from '../contract.ts'

/**
 * Runs a call of a connection check whose refusals for the given causes belong to a later step: those count as
 * passed here, because a marketplace that gets as far as refusing for them has accepted everything before.
 * @throws the call's error for every other cause.
 */
export async function leaveToLater(causes: readonly Cause[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof AdapterError) || !causes.includes(error.reason)) throw error
  }
}
