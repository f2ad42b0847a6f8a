import type { LocalizedText } from '../../../adapters/contract.ts'
import { remarkOn, type Remark } from '../checks/remark.ts'
import { findSwap, type Swap } from '../checks/swapped.ts'
import type { FieldCard, IntegrationCard } from '../view-model.ts'
import { words } from './words.ts'

/** One field of the form: its stored value stays, is being typed anew, or goes away. Lives in the browser only. */
export interface FieldState {
  mode: 'stored' | 'typing' | 'cleared'
  value: string
  error: LocalizedText | null
  /** Whether what was typed is complete: the field was left, or filled by pasting. */
  left?: boolean
  /** Must be typed although nobody asked to: the stored secret may not travel to where the form points now. */
  forced?: boolean
}

export interface FormState {
  environment: string
  /** Stored values that are no secrets, as far as they are known. */
  settings: Readonly<Record<string, string>>
  fields: Readonly<Record<string, FieldState>>
}

export type FormAction =
  | { type: 'environment'; environment: string }
  | { type: 'type'; field: string; value: string; left?: boolean }
  | { type: 'settings'; settings: Readonly<Record<string, string>> }
  | { type: 'replace' | 'restore' | 'clear' | 'check'; field: string }
  | { type: 'errors'; errors: Readonly<Record<string, LocalizedText>> }

export type Change = { op: 'keep' } | { op: 'set'; value: string } | { op: 'clear' }

const initialField = ({ stored, options }: FieldCard): FieldState => ({
  mode: stored ? 'stored' : 'typing',
  value: stored ? '' : (options?.[0]?.value ?? ''),
  error: null,
})

export const initialForm = (card: IntegrationCard): FormState => ({
  environment:
    card.environments.find(({ key }) => key === card.environment)?.key ?? card.environments[0]?.key ?? '',
  settings: {},
  fields: Object.fromEntries(card.fields.map((field) => [field.key, initialField(field)])),
})

/**
 * Why a stored key may not be used as the form stands: the environment or the address it would travel to is another
 * one. See the server's answer `type_secrets_again`.
 */
export function elsewhere(card: IntegrationCard, state: FormState): 'environment' | 'address' | null {
  if (card.fields.every(({ stored }) => !stored)) return null
  if (card.environment !== null && card.environment !== state.environment) return 'environment'
  const isTouched = (key: string): boolean => {
    const field = state.fields[key]
    const typed = field?.value.trim() ?? ''
    return field?.mode === 'cleared' || (typed !== '' && typed !== state.settings[key])
  }
  return card.destination.some(isTouched) ? 'address' : null
}

const FORCED: FieldState = { mode: 'typing', value: '', error: null, forced: true }

/** Stored secrets become fields to type while the destination is another one, and come back when it is not. */
function bound(card: IntegrationCard, state: FormState): FormState {
  const mustType = elsewhere(card, state) !== null
  const fields = Object.fromEntries(
    card.fields.map((field): [string, FieldState] => {
      const before = state.fields[field.key] ?? initialField(field)
      if (!field.secret || !field.stored) return [field.key, before]
      if (mustType && before.mode === 'stored') return [field.key, FORCED]
      return [field.key, !mustType && before.forced && before.value === '' ? initialField(field) : before]
    }),
  )
  return { ...state, fields }
}

const fits = ({ pattern }: Pick<FieldCard, 'pattern'>, value: string): boolean =>
  pattern === undefined || new RegExp(pattern).test(value)

/** What is typed, by key, without blanks around it; empty for what is not being typed. */
export const typedValues = ({ fields }: FormState): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, { mode, value }]) => [key, mode === 'typing' ? value.trim() : '']),
  )

/** What there is to say about a field while it is being typed; null when nothing is. */
export function remarkFor(card: IntegrationCard, state: FormState, field: FieldCard): Remark | null {
  if (state.fields[field.key]?.mode !== 'typing') return null
  const typed = typedValues(state)
  const values = card.fields.flatMap(({ key }): [string, string][] => {
    const value = state.fields[key]?.mode === 'stored' ? state.settings[key] : typed[key]
    return value === undefined ? [] : [[key, value]]
  })
  const endings = card.fields.flatMap(({ key, stored }) =>
    stored?.last4 ? [[key, stored.last4] as const] : [],
  )
  return remarkOn(field, {
    fields: card.fields,
    fits,
    values: Object.fromEntries(values),
    environment: state.environment,
    ...(elsewhere(card, state) === 'environment' ? { endingsElsewhere: Object.fromEntries(endings) } : {}),
  })
}

/** What is wrong with a field as it stands, or null. */
export function fieldError(card: IntegrationCard, state: FormState, field: FieldCard): LocalizedText | null {
  const { mode, value } = state.fields[field.key] ?? initialField(field)
  if (mode !== 'typing') return null
  if (value.trim() === '') return field.required ? words.required : null
  const remark = remarkFor(card, state, field)
  return remark?.severity === 'refusal' ? remark.text : null
}

/** Two typed values that stand in each other's place, or null. */
export const swapIn = (card: IntegrationCard, state: FormState): Swap<FieldCard> | null =>
  findSwap(
    card.fields.filter(({ pattern }) => pattern !== undefined),
    typedValues(state),
    fits,
  )

export const formReducer =
  (card: IntegrationCard) =>
  (state: FormState, action: FormAction): FormState => {
    const change = (key: string, part: Partial<FieldState>): FormState => {
      const before = state.fields[key]
      return before ? { ...state, fields: { ...state.fields, [key]: { ...before, ...part } } } : state
    }
    switch (action.type) {
      case 'environment':
        return bound(card, { ...state, environment: action.environment })
      case 'settings':
        return { ...state, settings: action.settings }
      case 'type': {
        const left = action.left ?? state.fields[action.field]?.left ?? false
        return bound(card, change(action.field, { mode: 'typing', value: action.value, error: null, left }))
      }
      case 'replace':
        return change(action.field, {
          mode: 'typing',
          value: state.settings[action.field] ?? '',
          error: null,
          left: false,
        })
      case 'restore':
        return bound(card, change(action.field, { mode: 'stored', value: '', error: null, forced: false }))
      case 'clear':
        return bound(card, change(action.field, { mode: 'cleared', value: '', error: null }))
      case 'check': {
        const field = card.fields.find(({ key }) => key === action.field)
        const before = state.fields[action.field]
        // Leaving an empty field is no mistake yet: it counts when the form is tested or saved.
        if (!field || !before || before.value.trim() === '') return state
        return change(action.field, { error: fieldError(card, state, field), left: true })
      }
      case 'errors':
        return {
          ...state,
          fields: Object.fromEntries(
            Object.entries(state.fields).map(([key, field]) => [
              key,
              { ...field, error: action.errors[key] ?? null },
            ]),
          ),
        }
    }
  }

/** Everything that can be seen to be wrong without asking the marketplace. */
export const formErrors = (card: IntegrationCard, state: FormState): Record<string, LocalizedText> =>
  Object.fromEntries(
    card.fields.flatMap((field): [string, LocalizedText][] => {
      const error = fieldError(card, state, field)
      return error ? [[field.key, error]] : []
    }),
  )

/** What to send: said for every field, so that nothing changes by being left out. */
export const changesOf = (card: IntegrationCard, state: FormState): Record<string, Change> =>
  Object.fromEntries(
    card.fields.flatMap((field): [string, Change][] => {
      const { mode, value } = state.fields[field.key] ?? initialField(field)
      const typed = value.trim()
      if (mode === 'cleared') return [[field.key, { op: 'clear' }]]
      const isNew = typed !== '' && !(field.stored && typed === state.settings[field.key])
      if (mode === 'typing' && isNew) return [[field.key, { op: 'set', value: typed }]]
      return field.stored ? [[field.key, { op: 'keep' }]] : []
    }),
  )

/** Whether leaving now would lose something. */
export const isDirty = (card: IntegrationCard, state: FormState): boolean =>
  state.environment !== initialForm(card).environment ||
  card.fields.some((field) => {
    const { mode, value } = state.fields[field.key] ?? initialField(field)
    const isNew = value !== initialField(field).value && value.trim() !== state.settings[field.key]
    return mode === 'cleared' || isNew
  })
