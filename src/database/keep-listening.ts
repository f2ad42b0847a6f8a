import pg, { type Pool } from 'pg'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

export interface ListenOptions {
  /** Told of every message on the channel. */
  onMessage: (payload: string) => void
  /** Told when listening has begun, at first and after every interruption: what was said meanwhile is lost. */
  onReady: () => void
  /** Told when nothing will be heard until `onReady`. */
  onLost: () => void
}

/**
 * Listens to a channel on a connection of its own, and comes back after an interruption, ever more patiently. Keeps
 * no process alive.
 * @returns a function that ends it
 */
export function keepListening(pool: Pool, channel: string, options: ListenOptions): () => Promise<void> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let pause = FIRST_PAUSE_MS
  let isOver = false

  const retry = (): void => {
    if (isOver || timer) return
    options.onLost()
    timer = setTimeout(() => {
      timer = undefined
      begin().catch(retry)
    }, pause)
    timer.unref()
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
  const begin = async (): Promise<void> => {
    const next = new pg.Client({ ...pool.options, application_name: `kanal listens to ${channel}` })
    next.on('error', () => undefined)
    next.on('end', () => {
      if (client === next) retry()
    })
    client = next
    await next.connect()
    // pg's types do not know it.
    ;(next as pg.Client & { unref(): void }).unref()
    next.on('notification', (message) => options.onMessage(message.payload ?? ''))
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    if (isOver) return
    pause = FIRST_PAUSE_MS
    options.onReady()
  }
  begin().catch(retry)
  return async () => {
    isOver = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
