import type { CredentialValues, LocalizedText, IntegrationAdapter } from '../../../adapters/contract.ts'
import { describeCredentials } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { ACCEPTED, type Finding } from './events.ts'
import { findSwap, swapExplained, type Swap } from './swapped.ts'

const MISSING = text('Belum diisi.', 'Not filled in yet.')

/** Whether the values have the form the marketplace gives out, and what they are once tidied by the schema. */
export function checkShape(
  adapter: IntegrationAdapter,
  values: CredentialValues,
): { values: CredentialValues; finding: null } | { values: null; finding: Finding } {
  const parsed = adapter.credentials.safeParse(values)
  if (parsed.success) {
    const tidy = Object.entries(parsed.data).flatMap(([key, value]) => (value ? [[key, value] as const] : []))
    return { values: Object.fromEntries(tidy), finding: null }
  }
  const descriptors = describeCredentials(adapter.credentials)
  const swap = findSwap(
    descriptors,
    values,
    ({ key }, value) => adapter.credentials.shape[key]?.safeParse(value).success ?? false,
  )
  if (swap) return { values: null, finding: swapped(swap) }
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])))
  const faulty = descriptors.filter(({ key }) => wrong.has(key))
  const fieldErrors = Object.fromEntries(
    faulty.map(({ key, invalid }): [string, LocalizedText] => [key, values[key] ? invalid : MISSING]),
  )
  const [first] = faulty
  const reason = first ? (fieldErrors[first.key] ?? MISSING) : MISSING
  return {
    values: null,
    finding: {
      ...ACCEPTED,
      verdict: 'rejected',
      cause: 'invalid_format',
      fields: faulty.map(({ key }) => key),
      fieldErrors,
      explanation: {
        what: first
          ? text(`Isian ${first.label.id} belum benar.`, `The field ${first.label.en} is not right yet.`)
          : text('Isian belum benar.', 'A field is not right yet.'),
        why: reason,
        remedy: text(
          'Perbaiki isian yang ditandai, lalu uji lagi.',
          'Correct the marked field, then test again.',
        ),
      },
    },
  }
}

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
