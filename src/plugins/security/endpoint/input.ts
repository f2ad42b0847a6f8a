import type { PayloadRequest } from 'payload'
import type { z } from 'zod'
import { malformed, notJson, tooLarge } from './refusal.ts'

const MAX_BODY_BYTES = 64 * 1024

/**
 * The JSON body of a request, checked.
 * @param mostBytes the largest body taken; 64 KB when left out.
 * @throws Refusal when it is not JSON, too large, or not of the schema; names fields, never values.
 */
export async function readInput<T>(
  req: PayloadRequest,
  schema: z.ZodType<T>,
  mostBytes = MAX_BODY_BYTES,
): Promise<T> {
  const type = req.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw notJson()
  const parsed = schema.safeParse(parseJson(await readBody(req, mostBytes)))
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

async function readBody(req: PayloadRequest, mostBytes: number): Promise<string> {
  const reader = (req.body as ReadableStream<Uint8Array> | null | undefined)?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.byteLength
    if (size > mostBytes) throw tooLarge()
    chunks.push(read.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
