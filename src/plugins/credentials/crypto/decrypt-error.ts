/**
 * Why a sealed value stayed closed. `wrong_key`: the key at hand is not the one it was sealed with.
 * `tampered`: the bytes, or the place they are stored in, are not the ones that were sealed.
 * `unknown_format`: not an envelope of ours. `key_destroyed`: the organisation's key was deleted on purpose.
 */
export type DecryptReason = 'wrong_key' | 'tampered' | 'unknown_format' | 'key_destroyed'

/** The one error for everything that cannot be opened. Its message never varies: only `reason` tells more. */
export class DecryptError extends Error {
  readonly reason: DecryptReason

  constructor(reason: DecryptReason) {
    super('A stored secret could not be opened.')
    this.name = 'DecryptError'
    this.reason = reason
  }
}
