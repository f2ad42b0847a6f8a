import type { CredentialFieldDescriptor, LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { slipIn, type Place } from './slips.ts'
import { formsOf, hasForm, oddityOf } from './usual.ts'

/** What there is to say about a typed value before anybody outside is asked. Never contains a part of the value. */
export interface Remark {
  /** A hint leaves the decision to the person; only the field's own form, and certain ones, refuse. */
  severity: 'refusal' | 'hint'
  text: LocalizedText
  /** The value as it was probably meant. For the browser that has the value anyway: never part of an answer. */
  mend: string | null
  /** Whether it may turn out to be nothing once typing has ended. */
  isEarly: boolean
}

export interface Typed {
  fields: readonly CredentialFieldDescriptor[]
  /** What stands in the form, by key, without blanks around it. */
  values: Readonly<Record<string, string>>
  environment?: string
  /** Endings of the values stored for another environment, by key: they do not belong here. */
  endingsElsewhere?: Readonly<Record<string, string>>
  fits: Place['fits']
}

/**
 * The one thing most worth saying about the value of a field, or null. Used while typing and, with the same words, by
 * the server.
 */
export function remarkOn(field: CredentialFieldDescriptor, typed: Typed): Remark | null {
  const value = typed.values[field.key] ?? ''
  if (value === '' || field.options) return null
  const fits = typed.fits(field, value)
  const severity = fits ? 'hint' : 'refusal'
  const say = (said: LocalizedText, mend: string | null = null, isEarly = false): Remark => ({
    severity,
    text: said,
    mend: mend === value ? null : mend,
    isEarly,
  })
  const slip = slipIn(value, { field, ...typed })
  if (slip) return say(slip.text, slip.mend)

  const other = fits ? null : lookingLike(field, value, typed)
  if (other) return say(belongsTo(other, field))
  const odd = oddityOf(field, value, typed.values)
  if (odd) {
    const elsewhere = lookingLike(field, value, typed)
    if (elsewhere) return say(belongsTo(elsewhere, field))
    const remark = say(odd.text, odd.mend, odd.isShort)
    return odd.certain ? { ...remark, severity: 'refusal' } : remark
  }
  if (!fits) return say(field.invalid, null, true)
  const twin = twinOf(field, value, typed)
  if (twin) return say(twin)
  const ending = typed.endingsElsewhere?.[field.key]
  return ending !== undefined && value.endsWith(ending) ? say(SAME_ENDING) : null
}

const SAME_ENDING = text(
  'Empat huruf terakhirnya sama dengan yang tersimpan untuk lingkungan lain. Pastikan ini dari lingkungan yang dipilih.',
  'It ends like the one stored for the other environment. Make sure it is of the environment chosen.',
)

/** Another field whose usual form this value has in every respect. */
function lookingLike(
  field: CredentialFieldDescriptor,
  value: string,
  { fields, values }: Typed,
): CredentialFieldDescriptor | undefined {
  return fields.find(
    (each) =>
      each.key !== field.key &&
      formsOf(each, values).some((form) => form.alphabet && form.lengths && hasForm(form, value)),
  )
}

const belongsTo = (other: CredentialFieldDescriptor, field: CredentialFieldDescriptor): LocalizedText =>
  text(
    `Bentuknya seperti ${other.label.id}, bukan ${field.label.id}.`,
    `It looks like the ${other.label.en}, not the ${field.label.en}.`,
  )

/** Two fields hold the same, though one of them is a secret. */
function twinOf(
  field: CredentialFieldDescriptor,
  value: string,
  { fields, values }: Typed,
): LocalizedText | null {
  const twin = fields.find(
    (each) => each.key !== field.key && (each.secret || field.secret) && values[each.key] === value,
  )
  return (
    (twin &&
      text(`Isinya sama dengan ${twin.label.id}.`, `It is the same as what is in ${twin.label.en}.`)) ??
    null
  )
}
