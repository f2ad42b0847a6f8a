import { get } from 'node:http'
import { tailOf } from './command.mjs'
import { StartError } from './report.mjs'

const PATIENCE_MS = 180_000
const TOO_MANY_CRASHES = 3

const ask = (port) =>
  new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/api/health/ready', timeout: 5_000 },
      (response) => {
        let body = ''
        response.on('data', (chunk) => (body += chunk))
        response.on('end', () => resolve({ status: response.statusCode, body }))
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', (error) => resolve({ status: 0, body: error.message }))
  })

/**
 * Waits until the application says that it is ready.
 * @throws StartError when a process keeps crashing or the time is over.
 */
export async function waitUntilReady(port, processes) {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask(port)
    if (answer.status === 200) return
    const crashing = processes.crashing(TOO_MANY_CRASHES)
    if (crashing)
      throw new StartError(
        {
          id: `Proses "${crashing.name}" berulang kali berhenti; akhir catatannya (${crashing.log}):`,
          en: `The process "${crashing.name}" keeps stopping; the end of its log (${crashing.log}):`,
        },
        tailOf(crashing.log),
      )
    if (Date.now() > deadline)
      throw new StartError(
        {
          id: `Kanal belum siap setelah ${PATIENCE_MS / 60_000} menit; jawaban terakhirnya:`,
          en: `Kanal was not ready after ${PATIENCE_MS / 60_000} minutes; its last answer:`,
        },
        answer.body.slice(0, 2_000),
      )
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
