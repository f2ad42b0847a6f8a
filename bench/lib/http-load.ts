import { connect, type Socket } from 'node:net'

export interface LoadResult {
  perSecond: number
  /** Milliseconds. */
  latencies: number[]
  /** How often each status was answered. */
  statuses: Map<number, number>
}

/** A POST as bytes, ready to send as often as needed. */
export const rawPost = (url: URL, headers: Readonly<Record<string, string>>, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.byteLength}\r\n` +
        Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('') +
        '\r\n',
    ),
    body,
  ])

/**
 * Sends every request once over `connections` kept-open sockets, one at a time on each. The client is as thin as
 * possible, because it shares the machine with what it measures.
 */
export async function load(
  port: number,
  requests: readonly Buffer[],
  connections: number,
): Promise<LoadResult> {
  const latencies: number[] = []
  const statuses = new Map<number, number>()
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = await open(port)
      while (next < requests.length) {
        const request = requests[next] as Buffer
        next += 1
        const at = performance.now()
        const status = await exchange(socket, request)
        latencies.push(performance.now() - at)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      socket.destroy()
    }),
  )
  const seconds = (performance.now() - started) / 1_000
  return { perSecond: requests.length / seconds, latencies, statuses }
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })

/** Sends one request and reads one small answer: its head and body come in one piece or soon after another. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const onData = (chunk: Buffer): void => {
      answer += chunk.toString('latin1')
      const head = answer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (answer.length < head + 4 + length) return
      socket.off('data', onData)
      socket.off('error', reject)
      resolve(Number(answer.slice(9, 12)))
    }
    socket.on('data', onData)
    socket.once('error', reject)
    socket.write(request)
  })
}
