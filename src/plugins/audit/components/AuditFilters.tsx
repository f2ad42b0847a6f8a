'use client'

import { useId, type ReactElement, type ReactNode } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { auditOutcomeText } from '../../../ui/cells/audit-words.ts'
import { AREAS, words } from './words.ts'

export interface Choice {
  area?: string
  outcome?: string
  actor?: string
  from?: string
  to?: string
  words?: string
}

interface Option {
  value: string
  label: string
}

const Field = ({ label, children }: { label: string; children: (id: string) => ReactNode }): ReactElement => {
  const id = useId()
  return (
    <div className="kanal-audit__field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

/** What part of the trail to show. */
export const AuditFilters = ({
  choice,
  actors,
  language,
  onChange,
}: {
  choice: Choice
  actors: readonly { id: string; name: string }[]
  language: Language
  onChange: (choice: Choice) => void
}): ReactElement => {
  const change = (key: keyof Choice, value: string): void =>
    onChange({ ...choice, [key]: value || undefined })
  const select = (key: 'area' | 'outcome' | 'actor', options: readonly Option[]): ReactElement => (
    <Field label={pick(words[key], language)}>
      {(id) => (
        <select id={id} onChange={(event) => change(key, event.target.value)} value={choice[key] ?? ''}>
          <option value="">{pick(words.all, language)}</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
  const day = (key: 'from' | 'to'): ReactElement => (
    <Field label={pick(words[key], language)}>
      {(id) => (
        <input
          id={id}
          onChange={(event) => change(key, event.target.value)}
          type="date"
          value={choice[key] ?? ''}
        />
      )}
    </Field>
  )
  const texts = <K extends string>(known: Readonly<Record<K, { id: string; en: string }>>): Option[] =>
    (Object.keys(known) as K[]).map((value) => ({ value, label: pick(known[value], language) }))
  return (
    <form className="kanal-audit__filters" onSubmit={(event) => event.preventDefault()} role="search">
      <input
        aria-label={pick(words.search, language)}
        className="kanal-audit__words"
        onChange={(event) => change('words', event.target.value)}
        placeholder={pick(words.search, language)}
        type="search"
        value={choice.words ?? ''}
      />
      {select('area', texts(AREAS))}
      {select('outcome', texts(auditOutcomeText))}
      {select(
        'actor',
        actors.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {day('from')}
      {day('to')}
      {Object.values(choice).some(Boolean) && (
        <button className="kanal-audit__clear" onClick={() => onChange({})} type="button">
          {pick(words.clear, language)}
        </button>
      )}
    </form>
  )
}
