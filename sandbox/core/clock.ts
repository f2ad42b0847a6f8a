/** The stand-in's own clock: real (or injected) time plus a skew that can be changed while running. */
export class SandboxClock {
  skewSeconds = 0
  constructor(private readonly source: () => Date = () => new Date()) {}

  /** Milliseconds since the epoch, skew included. */
  ms(): number {
    return this.source().getTime() + this.skewSeconds * 1000
  }

  /** Unix seconds, skew included. */
  seconds(): number {
    return Math.floor(this.ms() / 1000)
  }
}
