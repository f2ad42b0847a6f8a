import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../../scripts/lib/ports.mjs'
import { requireRedis } from '../../scripts/lib/redis.mjs'
import { VALID } from '../../src/adapters/net/testing/certificates.ts'

export interface TestRedis {
  port: number
  /** Takes it away without a word, as a crash would. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** Takes everything out of it. */
  flush(): Promise<void>
}

const READY_MS = 10_000

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** A real Redis on a free port of this machine, with nothing kept and the given lines of configuration. */
export async function startRedis({
  config = [],
  tls = false,
  port: wanted,
}: { config?: readonly string[]; tls?: boolean; port?: number } = {}): Promise<TestRedis> {
  const program = requireRedis()
  const folder = mkdtempSync(path.join(tmpdir(), 'kanal-redis-'))
  const port = wanted ?? (await freePort())
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const listening = tls
    ? [
        'port 0',
        `tls-port ${port}`,
        `tls-cert-file ${file('cert.pem', VALID.cert)}`,
        `tls-key-file ${file('key.pem', VALID.key)}`,
        'tls-auth-clients no',
        `tls-ca-cert-file ${path.join(folder, 'cert.pem')}`,
      ]
    : [`port ${port}`]
  const lines = [...listening, 'bind 127.0.0.1', 'save ""', 'appendonly no', `dir ${folder}`, ...config]
  const server = spawn(program, [file('redis.conf', lines.join('\n'))], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const deadline = Date.now() + READY_MS
  while (!(await answers(port))) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error('The test Redis did not start')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    server.kill(signal)
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  const flush = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write('FLUSHALL\r\n'))
      socket.once('data', () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', reject)
    })
  return { port, kill: () => end('SIGKILL'), stop: () => end('SIGTERM'), flush }
}
