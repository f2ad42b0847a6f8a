'use client'

import { useState, type Dispatch, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import type { FieldCard } from '../view-model.ts'
import { fieldError, type FieldState, type FormAction } from './form-state.ts'
import { lifecycleWords } from './lifecycle-words.ts'
import { RevealValue } from './RevealValue.tsx'
import { words } from './words.ts'
import './CredentialField.css'

interface Props {
  field: FieldCard
  state: FieldState
  dispatch: Dispatch<FormAction>
  /** Whether the stored value may be used at all. */
  canRestore: boolean
  /** The integration whose stored values may be shown to people; null when they may not. */
  revealOf: string | null
  language: Language
  timeZone: string
}

/** One credential: what is stored of it, or the place to type it, with where to find it and what is wrong with it. */
export const CredentialField = (props: Props): ReactElement => {
  const { field, revealOf, state, language } = props
  const name = `credential-${field.key}`
  const describedBy = [`${name}-help`, state.error && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div className={`kanal-field field-type text ${state.error ? 'error' : ''}`}>
      <label className="kanal-field__label" htmlFor={name} id={`${name}-label`}>
        {pick(field.label, language)}
        {!field.required && <span className="kanal-field__optional">{pick(words.optional, language)}</span>}
      </label>
      {state.mode === 'typing' ? (
        <Typing {...props} describedBy={describedBy} name={name} />
      ) : (
        <Stored {...props} name={name} />
      )}
      {state.mode === 'stored' && field.secret && revealOf !== null && (
        <RevealValue
          field={field.key}
          integrationId={revealOf}
          label={pick(field.label, language)}
          language={language}
        />
      )}
      {isRight(field, state) && (
        <p className="kanal-field__right">
          <Icon name="check" size={14} /> {pick(lifecycleWords.formatRight, language)}
        </p>
      )}
      {state.error && (
        <p className="kanal-field__error" id={`${name}-error`}>
          <Icon name="warning" size={14} /> {pick(state.error, language)}
        </p>
      )}
      <p className="kanal-field__help" id={`${name}-help`}>
        {pick(field.help, language)}
      </p>
      {field.where && <Where language={language} where={field.where} />}
    </div>
  )
}

/** Said while typing, as soon as it is so; what is wrong is said on leaving the field. */
const isRight = (field: FieldCard, state: FieldState): boolean =>
  state.mode === 'typing' &&
  field.pattern !== undefined &&
  state.value.trim() !== '' &&
  fieldError(field, state) === null

const Typing = ({
  field,
  state,
  dispatch,
  canRestore,
  language,
  name,
  describedBy,
}: Props & { name: string; describedBy: string }): ReactElement => {
  const [isShown, setShown] = useState(false)
  const isHidden = field.secret && !isShown
  const restore = field.stored && canRestore && (
    <button
      className="kanal-link"
      onClick={() => dispatch({ type: 'restore', field: field.key })}
      type="button"
    >
      {pick(words.keepStored, language)}
    </button>
  )
  if (field.options) {
    return (
      <div className="kanal-field__row">
        <select
          aria-describedby={describedBy}
          className="kanal-field__select"
          id={name}
          name={name}
          onChange={(event) => dispatch({ type: 'type', field: field.key, value: event.target.value })}
          value={state.value}
        >
          {field.stored && <option value="">…</option>}
          {field.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {pick(label, language)}
            </option>
          ))}
        </select>
        {restore}
      </div>
    )
  }
  return (
    <div className="kanal-field__row">
      <div className="kanal-field__input">
        <input
          aria-describedby={describedBy}
          aria-invalid={state.error !== null}
          aria-required={field.required}
          autoCapitalize="none"
          autoComplete={field.secret ? 'new-password' : 'off'}
          autoCorrect="off"
          data-1p-ignore="true"
          data-lpignore="true"
          id={name}
          name={name}
          onBlur={() => dispatch({ type: 'check', field: field.key })}
          onChange={(event) => dispatch({ type: 'type', field: field.key, value: event.target.value })}
          placeholder={field.placeholder}
          spellCheck={false}
          type={isHidden ? 'password' : 'text'}
          value={state.value}
        />
        {field.secret && (
          <button
            aria-label={pick(isShown ? words.hide : words.show, language)}
            aria-pressed={isShown}
            className="kanal-field__eye"
            onClick={() => setShown(!isShown)}
            title={pick(isShown ? words.hide : words.show, language)}
            type="button"
          >
            <Icon name={isShown ? 'eyeOff' : 'eye'} size={18} />
          </button>
        )}
      </div>
      {restore}
    </div>
  )
}

const Stored = ({
  field,
  state,
  dispatch,
  language,
  timeZone,
  name,
}: Props & { name: string }): ReactElement => {
  const act = (type: 'replace' | 'restore' | 'clear'): void => dispatch({ type, field: field.key })
  const isCleared = state.mode === 'cleared'
  return (
    <div aria-labelledby={`${name}-label`} className="kanal-field__stored" role="group">
      <span className={`kanal-field__value ${isCleared ? 'kanal-field__value--cleared' : ''}`}>
        <Icon name={isCleared ? 'minus' : 'lock'} />
        {isCleared ? (
          pick(words.removed, language)
        ) : (
          <span>
            {pick(words.stored, language)}
            {field.stored?.last4 && <code> ····{field.stored.last4}</code>}
            {field.stored && (
              <span className="kanal-field__when">
                {' · '}
                {pick(words.changed, language)}{' '}
                <RelativeTime at={field.stored.setAt} language={language} timeZone={timeZone} />
              </span>
            )}
          </span>
        )}
      </span>
      <span className="kanal-field__links">
        <button
          aria-label={`${pick(isCleared ? words.undo : words.replace, language)} ${pick(field.label, language)}`}
          className="kanal-link"
          id={name}
          name={name}
          onClick={() => act(isCleared ? 'restore' : 'replace')}
          type="button"
        >
          {pick(isCleared ? words.undo : words.replace, language)}
        </button>
        {!isCleared && !field.required && (
          <button
            aria-label={`${pick(words.remove, language)} ${pick(field.label, language)}`}
            className="kanal-link kanal-link--danger"
            onClick={() => act('clear')}
            type="button"
          >
            {pick(words.remove, language)}
          </button>
        )}
      </span>
    </div>
  )
}

const Where = ({
  where,
  language,
}: {
  where: NonNullable<FieldCard['where']>
  language: Language
}): ReactElement => (
  <details className="kanal-field__where">
    <summary>
      <Icon name="chevron" size={14} /> {pick(words.where, language)}
    </summary>
    <ol>
      {where.steps.map((step, index) => (
        <li key={index}>{pick(step, language)}</li>
      ))}
    </ol>
    <a href={where.url} rel="noopener noreferrer" target="_blank">
      {pick(words.openPage, language)} <Icon name="open" size={14} />
    </a>
  </details>
)
