/**
 * Why a bundle was not read. `too_large`, `unreadable`: not a bundle of ours. `too_new`: made by a newer Kanal.
 * `expired`, `not_yet`: by its own clock. `wrong_passphrase`, `passphrase_missing`, `key_gone`: it cannot be opened
 * with what was given. `tampered`: it is not what was written.
 */
export type BundleFault =
  | 'too_large'
  | 'unreadable'
  | 'too_new'
  | 'expired'
  | 'not_yet'
  | 'passphrase_missing'
  | 'wrong_passphrase'
  | 'key_gone'
  | 'tampered'

/** A bundle that is not taken in. Never carries anything out of the bundle. */
export class BundleError extends Error {
  readonly fault: BundleFault

  constructor(fault: BundleFault) {
    super('A bundle could not be read.')
    this.name = 'BundleError'
    this.fault = fault
  }
}
