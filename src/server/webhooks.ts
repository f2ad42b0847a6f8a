import type { IncomingMessage, ServerResponse } from 'node:http'
import type { createIntake } from '../plugins/sync/intake.ts'

const MAX_BODY_BYTES = 1024 * 1024
const PATH = /^\/webhooks\/([a-z0-9-]{1,40})\/([0-9a-f-]{36})$/

/** The bytes exactly as they came, or null when there are too many: signatures cover the raw body. */
async function readRaw(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

/** `POST /webhooks/<marketplace>/<integration>`: hands the raw message to the intake and answers what it says. */
export const webhookRoute =
  (intake: ReturnType<typeof createIntake>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body = ''): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(body)
    }
    const [, marketplace, integrationId] = PATH.exec((request.url ?? '').split('?')[0] ?? '') ?? []
    if (!marketplace || !integrationId) return answer(404)
    if (request.method !== 'POST') return answer(405)
    const rawBody = await readRaw(request)
    if (!rawBody) return answer(413)
    const { status, body } = await intake.handle({ marketplace, integrationId, headers: headersOf(request), rawBody })
    answer(status, body)
  }
