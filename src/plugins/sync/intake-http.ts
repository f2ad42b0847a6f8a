import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Intake, IntakeAnswer } from './intake.ts'
import { MAX_BODY_BYTES } from './limits.ts'

const ADDRESS = /^\/webhooks\/([a-z][a-z0-9-]{0,31})\/([0-9a-fA-F-]{36})\/?(?:\?|$)/
const TOO_LARGE: IntakeAnswer = { status: 413, body: 'The message is too large.' }
const UNKNOWN: IntakeAnswer = { status: 404, body: 'There is no such webhook address.' }

/**
 * Answers a request if it is for `/webhooks/…`; call it before any framework sees the request.
 * @returns false when the request is for someone else, and was not touched.
 */
export function answerWebhook(intake: Intake, request: IncomingMessage, response: ServerResponse): boolean {
  if (!request.url?.startsWith('/webhooks/')) return false
  void receive(intake, request).then((answer) => {
    if (response.destroyed) return
    if (answer === TOO_LARGE) response.setHeader('connection', 'close')
    response.writeHead(answer.status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(answer.body),
      ...(answer.status === 405 ? { allow: 'POST' } : {}),
      ...(answer.status === 503 ? { 'retry-after': '5' } : {}),
    })
    response.end(answer.body)
  })
  return true
}

async function receive(intake: Intake, request: IncomingMessage): Promise<IntakeAnswer> {
  const [, marketplace, integrationId] = ADDRESS.exec(request.url ?? '') ?? []
  if (!marketplace || !integrationId) return UNKNOWN
  const rawBody = request.method === 'POST' ? await readBody(request) : new Uint8Array()
  if (rawBody === null) return TOO_LARGE
  return intake.handle({
    method: request.method ?? '',
    marketplace,
    integrationId,
    headers: flat(request.headers),
    rawBody,
  })
}

/** The raw bytes, or null when there are too many or the sender went away. */
function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > MAX_BODY_BYTES) resolve(null)
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    request.on('error', () => resolve(null))
    request.on('close', () => resolve(null))
  })
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}
