import type { KeyHolder } from './heartbeat.ts'

export type RotationRefusal =
  | 'unknown_key'
  | 'not_everywhere'
  | 'already_running'
  | 'nothing_to_do'
  | 'no_key'
  | 'destroyed'
  | 'not_destroyed'
  | 'wrong_name'
  | 'busy'

/** A key cannot be changed now; `code` says why. */
export class RotationRefused extends Error {
  readonly code: RotationRefusal
  /** With `not_everywhere`: the running processes without the key. */
  readonly lacking: readonly KeyHolder[]

  constructor(code: RotationRefusal, message: string, lacking: readonly KeyHolder[] = []) {
    super(message)
    this.name = 'RotationRefused'
    this.code = code
    this.lacking = lacking
  }
}
