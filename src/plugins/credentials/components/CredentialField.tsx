'use client'

import type { Dispatch, ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { Remark } from '../checks/remark.ts'
import type { FieldCard } from '../view-model.ts'
import { FieldInput } from './FieldInput.tsx'
import { FieldNote, noteOf } from './FieldNote.tsx'
import { FieldStored } from './FieldStored.tsx'
import type { FieldState, FormAction } from './form-state.ts'
import { RevealValue } from './RevealValue.tsx'
import { WhereToFind } from './WhereToFind.tsx'
import { words } from './words.ts'
import './CredentialField.css'

interface Props {
  field: FieldCard
  state: FieldState
  /** What there is to say about what is typed. */
  remark: Remark | null
  /** The stored value of a field that is no secret, once it is known. */
  setting: string | undefined
  /** Key of the environment chosen above. */
  environment: string
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
  const { environment, field, remark, revealOf, state, language } = props
  const name = `credential-${field.key}`
  const note = noteOf(field, state, remark)
  const describedBy = [`${name}-help`, note && `${name}-note`].filter(Boolean).join(' ')
  return (
    <div className={`kanal-field field-type text ${state.error ? 'error' : ''}`}>
      <label className="kanal-field__label" htmlFor={name} id={`${name}-label`}>
        {pick(field.label, language)}
        {!field.required && <span className="kanal-field__optional">{pick(words.optional, language)}</span>}
      </label>
      {state.mode === 'typing' ? (
        <FieldInput {...props} describedBy={describedBy} name={name} />
      ) : (
        <FieldStored {...props} name={name} />
      )}
      {state.mode === 'stored' && field.secret && revealOf !== null && (
        <RevealValue
          field={field.key}
          integrationId={revealOf}
          label={pick(field.label, language)}
          language={language}
        />
      )}
      <FieldNote
        dispatch={props.dispatch}
        field={field}
        id={`${name}-note`}
        language={language}
        note={note}
      />
      <p className="kanal-field__help" id={`${name}-help`}>
        {pick(field.help, language)}
      </p>
      {field.where && <WhereToFind environment={environment} language={language} where={field.where} />}
    </div>
  )
}
