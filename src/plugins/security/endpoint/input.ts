import type { PayloadRequest } from 'payload'
import type { z } from 'zod'
import { malformed, notJson, tooLarge } from './refusal.ts'

const MAX_BODY_BYTES = 64 * 1024

/**
 * The JSON body of a request, checked.
 * @throws Refusal when it is not JSON, larger than 64 KB, or not of the schema; names fields, never values.
 */
export async function readInput<T>(req: PayloadRequest, schema: z.ZodType<T>): Promise<T> {
  const type = req.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw notJson()
  const parsed = schema.safeParse(parseJson(await readBody(req)))
  if (parsed.success) return parsed.data
  throw malformed(
    [...new Set(parsed.error.issues.map(({ path }) => path.slice(0, 2).join('.')))].filter(Boolean),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed()
  }
}

async function readBody(req: PayloadRequest): Promise<string> {
  const reader = (req.body as ReadableStream<Uint8Array> | null | undefined)?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(read.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
