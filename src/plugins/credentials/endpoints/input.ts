import type { PayloadRequest } from 'payload'
import { z } from 'zod'
import { Secret } from '../crypto/secret.ts'
import type { FieldChange, FieldChanges } from '../store.ts'
import { malformed, notJson, tooLarge } from './problem.ts'

const MAX_BODY_BYTES = 64 * 1024
const MAX_VALUE_LENGTH = 8 * 1024

/** Typed values lose the blanks around them: pasted keys often end in a line break, and no key begins with one. */
const change = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('keep') }),
    z.strictObject({ op: z.literal('set'), value: z.string().trim().min(1).max(MAX_VALUE_LENGTH) }),
    z.strictObject({ op: z.literal('clear') }),
  ])
  .transform((input): FieldChange =>
    input.op === 'set' ? { op: 'set', value: new Secret(input.value) } : input,
  )

const changes = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/), change)

export const testInput = z.strictObject({
  organisation: z.uuid(),
  marketplace: z.string().min(1).max(64),
  environment: z.string().min(1).max(64),
  changes: changes.default({}),
})

export const saveInput = z.strictObject({
  ...testInput.shape,
  expectedVersion: z.int().min(0),
  override: z.strictObject({ reason: z.string().trim().min(5).max(200) }).optional(),
})

export const retestInput = z.strictObject({})
export const disconnectInput = z.strictObject({ shops: z.literal('disconnect').optional() })

export type TestInput = z.infer<typeof testInput> & { changes: FieldChanges }
export type SaveInput = z.infer<typeof saveInput> & { changes: FieldChanges }

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
