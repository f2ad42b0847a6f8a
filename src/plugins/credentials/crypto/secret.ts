import { inspect } from 'node:util'

/** Shortest value of which the last four characters may be shown. */
const SHOW_LAST4_FROM = 12

/** The last four characters, or null when the value is too short to give any away. */
export function last4Of(value: string): string | null {
  const characters = [...value]
  return characters.length >= SHOW_LAST4_FROM ? characters.slice(-4).join('') : null
}

/**
 * A secret in memory that does not show itself: printed, logged, concatenated or turned into JSON it says
 * `[secret]`, with its last four characters when it has twelve or more. Only `use` gives the value.
 */
export class Secret {
  readonly #v: string

  constructor(value: string) {
    this.#v = value
  }

  /** Calls `fn` with the value and returns its result. Do not let the value outlive the call. */
  use<T>(fn: (value: string) => T): T {
    return fn(this.#v)
  }

  toString(): string {
    const last4 = last4Of(this.#v)
    return last4 === null ? '[secret]' : `[secret …${last4}]`
  }

  toJSON(): string {
    return this.toString()
  }

  valueOf(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
