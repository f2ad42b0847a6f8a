import { z } from 'zod'
import type { UsualForm } from './forms.ts'
import type { LocalizedText } from './language.ts'
import type { Sketch } from './sketch.ts'

/** What a credential field needs besides its zod schema to become a form field. */
export interface CredentialFieldMeta {
  label: LocalizedText
  help: LocalizedText
  /** What a wrong format means, in the seller's words; shown when the zod check fails. */
  invalid: LocalizedText
  /** Secret unless said otherwise: masked, never sent back, sealed in the vault. */
  secret?: boolean
  placeholder?: string
  /** Makes the field a choice among these values; the first is preselected. */
  options?: readonly { value: string; label: LocalizedText }[]
  /** Forms the value usually has, any of which will do; what has none of them is pointed out. */
  usual?: readonly UsualForm[]
  /**
   * Where the value hides in what people paste instead of it, such as the whole link it is a part of: regular
   * expressions whose first group is the value.
   */
  within?: readonly string[]
  /** Where the seller finds the value: a link, the steps to it, and what a sketch of the page is drawn from. */
  where?: { url: string; steps: readonly LocalizedText[]; sketch?: Sketch }
}

const shared = globalThis as { kanalCredentialField?: z.core.$ZodRegistry<CredentialFieldMeta> }
/**
 * Attach with `z.string().regex(…).register(credentialField, { label, help, … })`. One per process, like zod's own
 * registry: a bundler may load this file twice, and what one copy registers the other must find.
 */
export const credentialField = (shared.kanalCredentialField ??= z.registry<CredentialFieldMeta>())

export type CredentialSchema = z.ZodObject<Record<string, z.ZodType<string | undefined>>>
export type CredentialValues = Readonly<Record<string, string>>

/** A form field as drawn on screen: no function, no zod object, safe to send to a browser. */
export interface CredentialFieldDescriptor extends Omit<CredentialFieldMeta, 'secret'> {
  key: string
  secret: boolean
  required: boolean
  pattern?: string
}

/**
 * The fields of a credential schema in their order, ready for a form.
 * @throws Error when a field lacks its metadata: a form cannot be drawn from it.
 */
export function describeCredentials(schema: CredentialSchema): CredentialFieldDescriptor[] {
  return Object.entries(schema.shape).map(([key, field]) => {
    const inner = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field
    const meta = credentialField.get(field) ?? credentialField.get(inner as typeof field)
    if (!meta) throw new Error(`Credential field "${key}" has no label and help`)
    const { pattern } = z.toJSONSchema(inner, { io: 'input', unrepresentable: 'any' })
    return {
      ...meta,
      key,
      secret: meta.secret ?? true,
      required: !field.safeParse(undefined).success,
      ...(pattern ? { pattern } : {}),
    }
  })
}
