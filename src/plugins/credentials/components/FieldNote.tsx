'use client'

import { useEffect, useState, type Dispatch, type ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { Remark } from '../checks/remark.ts'
import type { FieldCard } from '../view-model.ts'
import type { FieldState, FormAction } from './form-state.ts'
import { lifecycleWords } from './lifecycle-words.ts'
import { words } from './words.ts'

/** How long typing must rest before a screen reader is told. */
const PAUSE_MS = 700

interface Note {
  tone: 'error' | 'hint' | 'right'
  text: LocalizedText
  mend: string | null
}

/** What is to be said below a field now: what the server or leaving the field found, else what typing shows. */
export function noteOf(field: FieldCard, state: FieldState, remark: Remark | null): Note | null {
  if (state.error) {
    const isSame = remark?.text.id === state.error.id
    return { tone: 'error', text: state.error, mend: isSame ? remark.mend : null }
  }
  if (state.mode !== 'typing' || state.value.trim() === '') return null
  if (remark) {
    if (remark.isEarly && !state.left) return null
    return { tone: remark.severity === 'hint' ? 'hint' : 'error', text: remark.text, mend: remark.mend }
  }
  const isKnown = field.pattern !== undefined || field.usual !== undefined
  return isKnown ? { tone: 'right', text: lifecycleWords.formatRight, mend: null } : null
}

/** Says what is odd, wrong or right about a value, and puts right what can be. Told to screen readers once typing rests. */
export const FieldNote = ({
  id,
  field,
  note,
  dispatch,
  language,
}: {
  id: string
  field: FieldCard
  note: Note | null
  dispatch: Dispatch<FormAction>
  language: Language
}): ReactElement => {
  const said = note ? pick(note.text, language) : ''
  const mend = note?.mend ?? null
  return (
    <>
      {note && (
        <p className={`kanal-field__note kanal-field__note--${note.tone}`} id={id}>
          <Icon name={note.tone === 'right' ? 'check' : 'warning'} size={14} />
          <span>
            {said}{' '}
            {mend !== null && (
              <button
                aria-label={`${pick(words.mend, language)} ${pick(field.label, language)}`}
                className="kanal-link kanal-field__mend"
                onClick={() => dispatch({ type: 'type', field: field.key, value: mend, left: true })}
                type="button"
              >
                {pick(words.mend, language)}
              </button>
            )}
          </span>
        </p>
      )}
      <span className="kanal-field__spoken" role="status">
        <Rested text={said} />
      </span>
    </>
  )
}

/** The text as it was when it last stopped changing. */
const Rested = ({ text }: { text: string }): string => {
  const [rested, setRested] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
