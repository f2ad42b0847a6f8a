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
  remarkFor,
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
  expiry: { on: null, daysLeft: null, isAsked: false, proposed: null },
  scope: null,
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

describe('what is said while typing', () => {
  const of = card([
    field('key', { usual: [{ lengths: [8], alphabet: 'lower-letters' }] }),
    field('other', { required: false }),
  ])
  const said = (state: FormState) => {
    const [first] = of.fields
    return first && remarkFor(of, state, first)
  }

  it('is a hint where the form is only unusual, and never stops the form', () => {
    const state = run(of, { type: 'type', field: 'key', value: 'abcde' }, { type: 'check', field: 'key' })
    expect(said(state)).toMatchObject({ severity: 'hint', isEarly: true })
    expect(state.fields.key).toMatchObject({ error: null, left: true })
    expect(formErrors(of, state)).toEqual({})
  })

  it('names the slip where the form is refused, and ends when the value is put right', () => {
    const state = run(of, { type: 'type', field: 'key', value: '"abcdefgh"', left: true })
    expect(said(state)).toMatchObject({ severity: 'refusal', mend: 'abcdefgh' })
    expect(formErrors(of, state).key?.id).toContain('kutip')
    const mended = formReducer(of)(state, { type: 'type', field: 'key', value: 'abcdefgh', left: true })
    expect(said(mended)).toBeNull()
  })

  it('tells a key of the environment before', () => {
    const stored = card([field('key', { stored: STORED })], 'live')
    const moved = run(
      stored,
      { type: 'environment', environment: 'sandbox' },
      { type: 'type', field: 'key', value: 'xyzabcd' },
    )
    const [first] = stored.fields
    expect(first && remarkFor(stored, moved, first)?.text.id).toContain('lingkungan lain')
  })
})

describe('a stored setting that is no secret', () => {
  const of = {
    ...card([field('host', { secret: false, stored: STORED }), field('key', { stored: STORED })]),
    destination: ['host'],
  }
  const known = run(of, { type: 'settings', settings: { host: 'kanal' } })

  it('is what one begins with when replacing it, and no change until it is another', () => {
    const editing = formReducer(of)(known, { type: 'replace', field: 'host' })
    expect(editing.fields.host?.value).toBe('kanal')
    expect(isDirty(of, editing)).toBe(false)
    expect(changesOf(of, editing).host).toEqual({ op: 'keep' })
    expect(elsewhere(of, editing)).toBeNull()
  })

  it('asks for the secret while it is another, and no longer once it is typed back', () => {
    const moved = formReducer(of)(known, { type: 'type', field: 'host', value: 'lain' })
    expect(changesOf(of, moved).host).toEqual({ op: 'set', value: 'lain' })
    expect(moved.fields.key?.mode).toBe('typing')
    const back = formReducer(of)(moved, { type: 'type', field: 'host', value: 'kanal' })
    expect(back.fields.key?.mode).toBe('stored')
    expect(isDirty(of, back)).toBe(false)
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
    expect(back.fields.password?.mode).toBe('stored')
  })

  it('begins a choice with its first value', () => {
    const choice = card([
      field('mode', { secret: false, options: [{ value: 'tls', label: text('TLS', 'TLS') }] }),
    ])
    expect(changesOf(choice, initialForm(choice))).toEqual({ mode: { op: 'set', value: 'tls' } })
    expect(isDirty(choice, initialForm(choice))).toBe(false)
  })
})
