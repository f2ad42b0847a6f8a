import { z } from 'zod'
import { Secret } from '../crypto/secret.ts'
import { EFFECTS } from '../dependents/dependents.ts'
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

const reason = z.string().trim().min(5).max(200)
/** A caller names the version it saw in `If-Match` or here. */
const expectedVersion = z.int().min(0).optional()
const override = z.strictObject({ reason }).optional()

/** Providers that let the old key live on do so for a week at most. */
const MOST_OVERLAP_HOURS = 168

export const saveInput = z.strictObject({
  ...testInput.shape,
  expectedVersion,
  override,
  overlap: z.strictObject({ hours: z.int().min(1).max(MOST_OVERLAP_HOURS) }).optional(),
})

export const rollbackInput = z.strictObject({ version: z.int().min(1), expectedVersion, override })

export const retestInput = z.strictObject({})
export const disconnectInput = z.strictObject({
  shops: z.literal('disconnect').optional(),
  /** What may be lost by it, as the person was shown it. */
  accept: z.array(z.enum(EFFECTS)).max(EFFECTS.length).default([]),
  expectedVersion,
})
export const endOverlapInput = z.strictObject({})

export const revealSettingInput = z.strictObject({ allowed: z.boolean() })
export const revealGrantInput = z.strictObject({ field: z.string().min(1).max(64), reason })
export const revealInput = z.strictObject({
  field: z.string().min(1).max(64),
  grant: z.string().regex(/^[\w-]{43}$/),
})

export type TestInput = z.infer<typeof testInput> & { changes: FieldChanges }
export type SaveInput = z.infer<typeof saveInput> & { changes: FieldChanges }
