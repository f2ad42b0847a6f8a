import { describe, expect, it } from 'vitest'
import { text } from '../../../i18n/text.ts'
import type { FieldCard, IntegrationCard } from '../view-model.ts'
import {
  changesOf,
  elsewhere,
  formErrors,
  formReducer,
  initialForm,
  isDirty,
  type FormAction,
  type FormState,
} from './form-state.ts'
import { words } from './words.ts'

const field = (key: string, more: Partial<FieldCard> = {}): FieldCard => ({
  key,
  label: text(key, key),
  help: text('', ''),
  invalid: text('salah', 'wrong'),
  secret: true,
  required: true,
  pattern: '^[a-z]{4,}$',
  stored: null,
  ...more,
})
const STORED = { setAt: '2026-11-20T00:00:00Z', last4: 'abcd' }
const card = (fields: FieldCard[], environment: string | null = null): IntegrationCard => ({
  id: 'i',
  marketplace: 'pasar',
  kind: 'marketplace',
  purpose: null,
  destination: [],
  offers: [],
  name: 'Pasar',
  badge: { text: 'PA', color: '#000' },
  surfaces: [],
  health: null,
  status: 'draft',
  environment,
  environments: [
    { key: 'live', label: text('Live', 'Live') },
    { key: 'sandbox', label: text('Uji', 'Sandbox') },
  ],
  lastTestedAt: null,
  problem: null,
  version: 0,
  fields,
  steps: [],
  setup: [],
  docsUrl: '',
  webhookUrl: '',
  shops: [],
})
const run = (of: IntegrationCard, ...actions: FormAction[]): FormState =>
  actions.reduce(formReducer(of), initialForm(of))

describe('the credential form', () => {
  it('starts clean, keeping what is stored', () => {
    const of = card([field('id', { secret: false, stored: STORED }), field('key')], 'sandbox')
    const state = initialForm(of)
    expect(state.environment).toBe('sandbox')
    expect(changesOf(of, state)).toEqual({ id: { op: 'keep' } })
    expect(isDirty(of, state)).toBe(false)
  })

  it('says keep, set or clear for every field', () => {
    const of = card([
      field('a', { stored: STORED }),
      field('b', { stored: STORED, required: false }),
      field('c'),
    ])
    const state = run(of, { type: 'clear', field: 'b' }, { type: 'type', field: 'c', value: '  secret \n' })
    expect(changesOf(of, state)).toEqual({
      a: { op: 'keep' },
      b: { op: 'clear' },
      c: { op: 'set', value: 'secret' },
    })
    expect(isDirty(of, state)).toBe(true)
  })

  it('does not drop a stored value because its replacement was left empty', () => {
    const of = card([field('a', { stored: STORED })])
    const state = run(of, { type: 'replace', field: 'a' })
    expect(changesOf(of, state)).toEqual({ a: { op: 'keep' } })
    expect(formErrors(of, state)).toEqual({ a: words.required })
    expect(formErrors(of, run(of, { type: 'replace', field: 'a' }, { type: 'restore', field: 'a' }))).toEqual(
      {},
    )
  })

  it('checks the format of what was typed, and emptiness only at the end', () => {
    const of = card([field('a'), field('b', { required: false })])
    const typed = run(of, { type: 'type', field: 'a', value: 'X1' }, { type: 'check', field: 'a' })
    expect(typed.fields.a?.error).toEqual(text('salah', 'wrong'))
    expect(run(of, { type: 'check', field: 'a' }).fields.a?.error).toBeNull()
    expect(formErrors(of, initialForm(of))).toEqual({ a: words.required })
    const mended = formReducer(of)(typed, { type: 'type', field: 'a', value: 'abcd' })
    expect(mended.fields.a?.error).toBeNull()
  })

  it('asks for secrets again in another environment, and takes it back', () => {
    const of = card(
      [field('id', { secret: false, stored: STORED }), field('key', { stored: STORED })],
      'live',
    )
    const moved = run(of, { type: 'environment', environment: 'sandbox' })
    expect(moved.fields.id?.mode).toBe('stored')
    expect(moved.fields.key?.mode).toBe('typing')
    expect(formErrors(of, moved)).toEqual({ key: words.required })
    const back = formReducer(of)(moved, { type: 'environment', environment: 'live' })
    expect(back).toEqual(initialForm(of))
  })
})

describe('the address of a service', () => {
  const mail = {
    ...card([
      field('host', { secret: false, stored: STORED, pattern: '^[a-z.]+$' }),
      field('password', { stored: STORED }),
    ]),
    kind: 'service',
    destination: ['host'],
  } as const satisfies IntegrationCard

  it('asks for the stored secret again once another one is typed, and no longer when it is put back', () => {
    const moved = run(mail, { type: 'replace', field: 'host' }, { type: 'type', field: 'host', value: 'x.y' })
    expect(elsewhere(mail, moved)).toBe('address')
    expect(moved.fields.password?.mode).toBe('typing')
    expect(formErrors(mail, moved).password).toEqual(words.required)
    const back = formReducer(mail)(moved, { type: 'restore', field: 'host' })
    expect(elsewhere(mail, back)).toBeNull()
  })

  it('begins a choice with its first value', () => {
    const choice = card([
      field('mode', { secret: false, options: [{ value: 'tls', label: text('TLS', 'TLS') }] }),
    ])
    expect(changesOf(choice, initialForm(choice))).toEqual({ mode: { op: 'set', value: 'tls' } })
    expect(isDirty(choice, initialForm(choice))).toBe(false)
  })
})
