import type { Socket } from 'node:net'
import { AdapterError, type ServiceSession, type TrailEntry } from '../../contract.ts'
import { causeOfNetworkError, httpFailure } from '../../http/failures.ts'
import { isNearbyAddress } from '../../http/guard.ts'
import { atFault } from '../../kit/serviceFailure.ts'
import type { StreamTarget } from './credentials.ts'
import { notEncrypted } from './errors.ts'

const TIMEOUT_MS = 10_000
/** How long a server that has everything is given to close its side, so that a refusal is still heard. */
const LINGER_MS = 2_000
/** Facility "log audit" of RFC 5424. */
const FACILITY = 13
const SEVERITY: Readonly<Record<string, number>> = { ok: 6, denied: 4, failed: 5 }
const MOST_SEQUENCE = 2_147_483_647
const BOM = '\uFEFF'

/** One message of RFC 5424, framed by its length in bytes (RFC 5425, RFC 6587). */
export function frame({ seq, at, action, outcome, json }: TrailEntry): string {
  const priority = FACILITY * 8 + (SEVERITY[outcome] ?? 6)
  const id = action.replace(/[^!-~]/g, '').slice(0, 32) || '-'
  const data = seq > 0 && seq <= MOST_SEQUENCE ? `[meta sequenceId="${seq}"]` : '-'
  const message = `<${priority}>1 ${at} - kanal - ${id} ${data} ${BOM}${json}`
  return `${Buffer.byteLength(message)} ${message}`
}

/**
 * Writes rows to a syslog server over TCP or TLS and closes the connection. Syslog knows no answer: rows count as taken
 * once every byte is written and the server has not cut the connection meanwhile.
 * @throws AdapterError
 */
export async function write(
  session: ServiceSession,
  { host, port, tls }: Extract<StreamTarget, { kind: 'syslog' }>,
  entries: readonly TrailEntry[],
): Promise<void> {
  const { signal } = session
  const socket = await session
    .connect({ host, port, tls, ...(signal ? { signal } : {}) })
    .catch((error: unknown) => {
      throw error instanceof AdapterError ? atFault(error, ['address']) : error
    })
  if (!tls && !isNearbyAddress(socket.remoteAddress ?? '')) {
    socket.destroy()
    throw notEncrypted(host)
  }
  try {
    await sent(socket, entries.map(frame).join(''), signal)
  } catch (error) {
    signal?.throwIfAborted()
    throw atFault(httpFailure(causeOfNetworkError(error), `${host}:${port}`, 'cut while writing', error), [
      'address',
    ])
  }
}

function sent(socket: Socket, text: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      socket.destroy(signal?.reason as Error)
    }
    signal?.addEventListener('abort', leave, { once: true })
    socket.setTimeout(TIMEOUT_MS, () =>
      socket.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
    )
    let linger: NodeJS.Timeout | undefined
    socket.once('finish', () => {
      linger = setTimeout(() => socket.destroy(), LINGER_MS)
    })
    socket.once('error', reject)
    socket.once('close', (hadError) => {
      clearTimeout(linger)
      signal?.removeEventListener('abort', leave)
      if (!hadError && socket.writableFinished) resolve()
      else reject(Object.assign(new Error('cut'), { code: 'ECONNRESET' }))
    })
    // A server that says something is read and ignored, so that its end is seen.
    socket.resume()
    socket.end(text)
  })
}
