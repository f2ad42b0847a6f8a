'use client'

import type { Dispatch, ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import type { FieldCard } from '../view-model.ts'
import type { FieldState, FormAction } from './form-state.ts'
import { words } from './words.ts'

/** What is stored of one field: a setting as it is, of a secret its ending at most. */
export const FieldStored = ({
  field,
  setting,
  state,
  dispatch,
  language,
  timeZone,
  name,
}: {
  field: FieldCard
  /** The stored value of a field that is no secret, once it is known. */
  setting: string | undefined
  state: FieldState
  dispatch: Dispatch<FormAction>
  language: Language
  timeZone: string
  name: string
}): ReactElement => {
  const act = (type: 'replace' | 'restore' | 'clear'): void => dispatch({ type, field: field.key })
  const isCleared = state.mode === 'cleared'
  return (
    <div aria-labelledby={`${name}-label`} className="kanal-field__stored" role="group">
      <span className={`kanal-field__value ${isCleared ? 'kanal-field__value--cleared' : ''}`}>
        {(isCleared || setting === undefined) && <Icon name={isCleared ? 'minus' : 'lock'} />}
        {isCleared ? (
          pick(words.removed, language)
        ) : (
          <span>
            {setting === undefined ? (
              <>
                {pick(words.stored, language)}
                {field.stored?.last4 && <code> ····{field.stored.last4}</code>}
              </>
            ) : (
              <span className="kanal-field__setting">{settingText(field, setting, language)}</span>
            )}
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

/** A choice is shown by its label, everything else as it was typed. */
function settingText({ options }: FieldCard, setting: string, language: Language): string {
  const option = options?.find(({ value }) => value === setting)
  return option ? pick(option.label, language) : setting
}
