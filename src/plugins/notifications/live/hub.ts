import type { Pool } from 'pg'
import { z } from 'zod'
import { keepListening } from '../../../database/keep-listening.ts'
import type { Logger } from '../../../log.ts'

/** Somebody who wants to know when what they see may have changed. */
export interface Listener {
  userId: string
  organisations: ReadonlySet<string>
  changed(): void
  /** The process is about to end. */
  end(): void
}

const CHANNEL = 'kanal_notices'
const POLL_MS = 20_000
/** How long the connection stays after the last listener left: pages are left and opened all the time. */
const LINGER_MS = 15_000

const messageSchema = z.object({ organisation: z.uuid(), user: z.uuid().nullable() })

/**
 * One database connection per process that hears of changed notices and passes them to the browsers connected here.
 * While it is down, everybody is asked to look every twenty seconds instead.
 */
export class Hub {
  readonly #listeners = new Set<Listener>()
  readonly #pool: Pool
  readonly #log: Logger
  #stopListening: (() => Promise<void>) | null = null
  #isHearing = false
  #timer: NodeJS.Timeout | undefined
  #poll: NodeJS.Timeout | undefined

  constructor({ pool, log }: { pool: Pool; log: Logger }) {
    this.#pool = pool
    this.#log = log
  }

  /** Whether changes are heard of at once, rather than found by looking. */
  get isHearing(): boolean {
    return this.#isHearing
  }

  /** How many connections one person has here. */
  countOf(userId: string): number {
    return [...this.#listeners].filter((listener) => listener.userId === userId).length
  }

  /** Adds a listener. @returns a function that removes it */
  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    clearTimeout(this.#timer)
    if (!this.#stopListening) this.#open()
    this.#poll ??= setInterval(() => {
      if (!this.#isHearing) this.#tellAll()
    }, POLL_MS).unref()
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return
      clearInterval(this.#poll)
      this.#poll = undefined
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#close(), LINGER_MS).unref()
    }
  }

  /** Ends every stream and the connection. */
  stop(): void {
    for (const listener of [...this.#listeners]) listener.end()
    this.#listeners.clear()
    clearInterval(this.#poll)
    clearTimeout(this.#timer)
    this.#close()
  }

  #tellAll(): void {
    for (const listener of this.#listeners) listener.changed()
  }

  #open(): void {
    this.#stopListening = keepListening(this.#pool, CHANNEL, {
      onMessage: (payload) => this.#hear(payload),
      onReady: () => {
        this.#isHearing = true
        // Whatever was said while nobody listened.
        this.#tellAll()
      },
      onLost: () => {
        this.#isHearing = false
        this.#log.warn('notices are looked for until the database is heard again')
      },
    })
  }

  #hear(payload: string): void {
    let said: unknown
    try {
      said = JSON.parse(payload)
    } catch {
      return
    }
    const message = messageSchema.safeParse(said)
    if (!message.success) return
    const { organisation, user } = message.data
    for (const listener of this.#listeners)
      if (listener.organisations.has(organisation) && (user === null || user === listener.userId))
        listener.changed()
  }

  #close(): void {
    void this.#stopListening?.()
    this.#stopListening = null
    this.#isHearing = false
  }
}
