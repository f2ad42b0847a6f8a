import type { LocalizedText } from '../../../adapters/contract.ts'
import type { FieldCard, IntegrationCard } from '../view-model.ts'
import { words } from './words.ts'

/** One field of the form: its stored value stays, is being typed anew, or goes away. Lives in the browser only. */
export interface FieldState {
  mode: 'stored' | 'typing' | 'cleared'
  value: string
  error: LocalizedText | null
}

export interface FormState {
  environment: string
  fields: Readonly<Record<string, FieldState>>
}

export type FormAction =
  | { type: 'environment'; environment: string }
  | { type: 'type'; field: string; value: string }
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
    return field !== undefined && (field.mode === 'cleared' || field.value.trim() !== '')
  }
  return card.destination.some(isTouched) ? 'address' : null
}

/** Stored secrets become fields to type while the destination is another one, and come back when it is not. */
function bound(card: IntegrationCard, state: FormState): FormState {
  const mustType = elsewhere(card, state) !== null
  const fields = Object.fromEntries(
    card.fields.map((field): [string, FieldState] => {
      const before = state.fields[field.key] ?? initialField(field)
      if (!field.secret || !field.stored) return [field.key, before]
      const typing = { mode: 'typing', value: '', error: null } as const
      return [field.key, mustType && before.mode === 'stored' ? typing : before]
    }),
  )
  return { ...state, fields }
}

/** What is wrong with a field as it stands, or null. */
export function fieldError(field: FieldCard, state: FieldState): LocalizedText | null {
  if (state.mode !== 'typing') return null
  const value = state.value.trim()
  if (value === '') return field.required ? words.required : null
  return field.pattern !== undefined && !new RegExp(field.pattern).test(value) ? field.invalid : null
}

export const formReducer =
  (card: IntegrationCard) =>
  (state: FormState, action: FormAction): FormState => {
    const change = (key: string, part: Partial<FieldState>): FormState => {
      const before = state.fields[key]
      return before ? { ...state, fields: { ...state.fields, [key]: { ...before, ...part } } } : state
    }
    switch (action.type) {
      case 'environment': {
        const moved = { ...state, environment: action.environment }
        if (elsewhere(card, moved) !== null) return bound(card, moved)
        const fields = Object.fromEntries(
          card.fields.map((field): [string, FieldState] => {
            const before = state.fields[field.key] ?? initialField(field)
            const comesBack = field.secret && field.stored && before.value === ''
            return [field.key, comesBack ? initialField(field) : before]
          }),
        )
        return { ...moved, fields }
      }
      case 'type':
        return bound(card, change(action.field, { mode: 'typing', value: action.value, error: null }))
      case 'replace':
        return change(action.field, { mode: 'typing', value: '', error: null })
      case 'restore':
        return change(action.field, { mode: 'stored', value: '', error: null })
      case 'clear':
        return bound(card, change(action.field, { mode: 'cleared', value: '', error: null }))
      case 'check': {
        const field = card.fields.find(({ key }) => key === action.field)
        const before = state.fields[action.field]
        // Leaving an empty field is no mistake yet: it counts when the form is tested or saved.
        if (!field || !before || before.value.trim() === '') return state
        return change(action.field, { error: fieldError(field, before) })
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
      const before = state.fields[field.key]
      const error = before ? fieldError(field, before) : null
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
      if (mode === 'typing' && typed !== '') return [[field.key, { op: 'set', value: typed }]]
      return field.stored ? [[field.key, { op: 'keep' }]] : []
    }),
  )

/** Whether leaving now would lose something. */
export const isDirty = (card: IntegrationCard, state: FormState): boolean =>
  state.environment !== initialForm(card).environment ||
  card.fields.some((field) => {
    const { mode, value } = state.fields[field.key] ?? initialField(field)
    return mode === 'cleared' || value !== initialField(field).value
  })
