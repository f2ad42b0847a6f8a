import type { Pool } from 'pg'
import { autocommit } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { ANSWER_HEADERS } from '../../security/endpoint/answer.ts'
import type { Caller } from '../../security/endpoint/caller.ts'
import { unreadOf } from '../inbox.ts'
import { Hub, type Listener } from './hub.ts'

/** After so long the browser connects anew, and is asked again who it is. */
const LIFE_MS = 10 * 60_000
/** Proxies close what stays silent for a minute. */
const BREATH_MS = 25_000
/** Changes that come together are told together. */
const GATHER_MS = 200
/** Spread, so that a restarted server is not asked by everybody at once. */
const reconnectMs = (): number => 3_000 + Math.round(Math.random() * 4_000)

const hubs = new WeakMap<Pool, Hub>()

/** The hub of this process: made when the first browser connects, ended with the process. */
export function hubOf({ pool, log }: Pick<Kanal, 'pool' | 'log'>): Hub {
  const existing = hubs.get(pool)
  if (existing) return existing
  const hub = new Hub({ pool, log })
  hubs.set(pool, hub)
  // Open streams would hold up a clean stop of the server.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => hub.stop())
  return hub
}

/**
 * The server-sent events of one browser tab: `state` with the unread count at once, and again whenever what the
 * person sees may have changed.
 */
export function streamFor(caller: Caller): Response {
  const { kanal, userId, roles, signal } = caller
  const hub = hubOf(kanal)
  const encoder = new TextEncoder()
  let leave = (): void => undefined

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true
      let gathering: NodeJS.Timeout | undefined
      const write = (text: string): void => {
        if (isOpen) controller.enqueue(encoder.encode(text))
      }
      const tell = async (): Promise<void> => {
        gathering = undefined
        try {
          const unread = await unreadOf(autocommit(kanal.pool), userId)
          write(`event: state\ndata: ${JSON.stringify({ unread })}\n\n`)
        } catch (error) {
          kanal.log.warn({ err: error }, 'unread notices could not be counted')
        }
      }
      const listener: Listener = {
        userId,
        organisations: new Set(roles.keys()),
        changed: () => {
          gathering ??= setTimeout(() => void tell(), GATHER_MS)
        },
        end: () => end(),
      }
      const remove = hub.add(listener)
      const breath = setInterval(() => write(': \n\n'), BREATH_MS)
      const life = setTimeout(() => end(), LIFE_MS)
      leave = () => {
        if (!isOpen) return
        isOpen = false
        clearInterval(breath)
        clearTimeout(life)
        clearTimeout(gathering)
        signal.removeEventListener('abort', end)
        remove()
      }
      const end = (): void => {
        if (!isOpen) return
        leave()
        controller.close()
      }
      signal.addEventListener('abort', end, { once: true })
      write(`retry: ${reconnectMs()}\n\n`)
      void tell()
    },
    cancel: () => leave(),
  })
  return new Response(body, {
    headers: { ...ANSWER_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  })
}
