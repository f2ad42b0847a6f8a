import type {
  CredentialFieldDescriptor,
  CredentialValues,
  IntegrationAdapter,
  LocalizedText,
} from '../../../adapters/contract.ts'
import { describeCredentials } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { ACCEPTED, type Finding } from './events.ts'
import { remarkOn } from './remark.ts'
import { findSwap, swapExplained, type Swap } from './swapped.ts'

const MISSING = text('Belum diisi.', 'Not filled in yet.')

/**
 * Whether the values have the form the marketplace gives out, and what they are once tidied by the schema. Says the
 * same as the form says while typing; hints are for those who type and never stop a test.
 */
export function checkShape(
  adapter: IntegrationAdapter,
  values: CredentialValues,
): { values: CredentialValues; finding: null } | { values: null; finding: Finding } {
  const fields = describeCredentials(adapter.credentials)
  const fits = ({ key }: Pick<CredentialFieldDescriptor, 'key'>, value: string): boolean =>
    adapter.credentials.shape[key]?.safeParse(value).success ?? false
  const parsed = adapter.credentials.safeParse(values)
  const wrong = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])))
  const known = Object.fromEntries(fields.map(({ key }) => [key, (values[key] ?? '').trim()]))
  const remarks = fields.flatMap((field) => {
    const remark = remarkOn(field, { fields, values: known, fits })
    return wrong.has(field.key) || remark?.severity === 'refusal' ? [{ field, remark }] : []
  })
  const [first] = remarks
  if (parsed.success && !first) return { values: parsedValues(parsed.data), finding: null }
  const swap = findSwap(fields, values, fits)
  if (swap) return { values: null, finding: swapped(swap) }
  const fieldErrors = Object.fromEntries(
    remarks.map(({ field, remark }): [string, LocalizedText] => [
      field.key,
      known[field.key] ? (remark?.text ?? field.invalid) : MISSING,
    ]),
  )
  return {
    values: null,
    finding: {
      ...ACCEPTED,
      verdict: 'rejected',
      cause: 'invalid_format',
      fields: remarks.map(({ field }) => field.key),
      fieldErrors,
      explanation: {
        what: first
          ? text(
              `Isian ${first.field.label.id} belum benar.`,
              `The field ${first.field.label.en} is not right yet.`,
            )
          : text('Isian belum benar.', 'A field is not right yet.'),
        why: (first && fieldErrors[first.field.key]) ?? MISSING,
        remedy: text(
          'Perbaiki isian yang ditandai, lalu uji lagi.',
          'Correct the marked field, then test again.',
        ),
      },
    },
  }
}

const parsedValues = (data: Record<string, string | undefined>): CredentialValues =>
  Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (value ? [[key, value] as const] : [])))

function swapped([a, b]: Swap): Finding {
  const mixedUpWith = (other: Swap[number]): LocalizedText =>
    text(
      `Tampaknya tertukar dengan ${other.label.id}. Tukar isinya.`,
      `It seems to be swapped with ${other.label.en}. Swap them.`,
    )
  return {
    ...ACCEPTED,
    verdict: 'rejected',
    cause: 'invalid_format',
    fields: [a.key, b.key],
    fieldErrors: { [a.key]: mixedUpWith(b), [b.key]: mixedUpWith(a) },
    explanation: swapExplained([a, b]),
  }
}
