'use client'

import { useState, type ClipboardEvent, type Dispatch, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { FieldCard } from '../view-model.ts'
import type { FieldState, FormAction } from './form-state.ts'
import { words } from './words.ts'

/** The place to type or paste one value. */
export const FieldInput = ({
  field,
  state,
  dispatch,
  canRestore,
  language,
  name,
  describedBy,
}: {
  field: FieldCard
  state: FieldState
  dispatch: Dispatch<FormAction>
  /** Whether the stored value may be used at all. */
  canRestore: boolean
  language: Language
  name: string
  describedBy: string
}): ReactElement => {
  const [isShown, setShown] = useState(false)
  const isHidden = field.secret && !isShown
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const pasted = event.clipboardData.getData('text').trim()
    const isWhole = selectionStart === 0 && selectionEnd === value.length
    // Into a part of the value, the browser pastes as it always does.
    if (!isWhole || pasted === '') return
    event.preventDefault()
    // An input would join the lines without a trace, and nobody could tell a label from its value any more.
    dispatch({ type: 'type', field: field.key, value: pasted.replace(/\s*[\r\n]+\s*/g, ' '), left: true })
  }
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
          onPaste={paste}
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
