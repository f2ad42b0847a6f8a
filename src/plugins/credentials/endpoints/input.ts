import { z } from 'zod'
import { Secret } from '../crypto/secret.ts'
import type { FieldChange, FieldChanges } from '../store.ts'

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
