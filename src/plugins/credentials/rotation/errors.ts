/** A key cannot be changed now; `code` says why. */
export class RotationRefused extends Error {
  readonly code: 'unknown_key' | 'not_everywhere' | 'already_running' | 'nothing_to_do'

  constructor(code: RotationRefused['code'], message: string) {
    super(message)
    this.name = 'RotationRefused'
    this.code = code
  }
}
