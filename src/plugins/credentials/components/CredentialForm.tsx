'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useReducer, useRef, useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import type { IntegrationDetails } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import { CredentialField } from './CredentialField.tsx'
import { endingErrors } from './ending-errors.ts'
import { EnvironmentChoice } from './EnvironmentChoice.tsx'
import {
  changesOf,
  elsewhere,
  formErrors,
  formReducer,
  initialForm,
  isDirty,
  remarkFor,
} from './form-state.ts'
import { OverlapChoice, OverlapNote, replacesSecret } from './OverlapChoice.tsx'
import { useMay } from './permissions.tsx'
import { RevealSetting } from './RevealSetting.tsx'
import { rulesWords } from './rules-words.ts'
import { SetupSteps } from './SetupSteps.tsx'
import { SwapNote } from './SwapNote.tsx'
import { TestPanel } from './TestPanel.tsx'
import { useAttempt } from './useAttempt.ts'
import { words } from './words.ts'

interface Props {
  card: IntegrationCard
  /** Null until it is loaded, and for an integration that was never saved. */
  details: IntegrationDetails | null
  isOwner: boolean
  /** False while another section covers the form: nothing secret may stay on the page then. */
  isShown: boolean
  language: Language
  onCancel: () => void
  /** Something beside the form was changed. */
  onChanged: () => Promise<void>
  onDirty: (dirty: boolean) => void
  onSaved: (isVerified: boolean) => Promise<void>
  organisation: string
  timeZone: string
}

/** The credential form: typed values live here, in the browser's memory, and nowhere else until they are saved. */
export const CredentialForm = (props: Props): ReactElement => {
  const {
    card,
    details,
    isOwner,
    isShown,
    language,
    onCancel,
    onChanged,
    onDirty,
    onSaved,
    organisation,
    timeZone,
  } = props
  const [state, dispatch] = useReducer(formReducer(card), card, initialForm)
  const form = useRef<HTMLFormElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const attempt = useAttempt(card.id)
  const may = useMay()
  const [overlap, setOverlap] = useState<number | null>(null)
  const mayOverlap = replacesSecret(card, state)
  const [closing, setClosing] = useState(false)
  const dirty = isDirty(card, state)
  const moved = elsewhere(card, state)
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const settings = details?.settings
  useEffect(() => {
    if (settings) dispatch({ type: 'settings', settings })
  }, [settings])

  const [atFault, setAtFault] = useState<{ key: string } | null>(null)
  useEffect(() => {
    const input = atFault && form.current?.elements.namedItem(`credential-${atFault.key}`)
    if (input instanceof HTMLElement) input.focus()
  }, [atFault])

  const hasErrors = (): boolean => {
    const errors = formErrors(card, state)
    dispatch({ type: 'errors', errors })
    const first = card.fields.find(({ key }) => errors[key])?.key
    if (first !== undefined) setAtFault({ key: first })
    return first !== undefined
  }
  const start = async (kind: 'test' | 'save', reason?: string): Promise<void> => {
    if (hasErrors()) return
    panel.current?.scrollIntoView({ block: 'nearest' })
    const ending = await attempt.start(kind, {
      organisation,
      marketplace: card.marketplace,
      environment: state.environment,
      changes: changesOf(card, state),
      ...(kind === 'save' ? { expectedVersion: card.version } : {}),
      ...(kind === 'save' && mayOverlap && !moved && overlap !== null ? { overlap: { hours: overlap } } : {}),
      ...(reason === undefined ? {} : { override: { reason } }),
    })
    if (!ending) return
    if (ending.type === 'outcome' && ending.saved) {
      setClosing(true)
      await onSaved(ending.verdict === 'accepted')
      return
    }
    const errors = endingErrors(ending)
    const fields = card.fields.flatMap(({ key }) => (errors[key] ? [key] : []))
    for (const field of fields)
      if (state.fields[field]?.mode === 'stored') dispatch({ type: 'replace', field })
    dispatch({ type: 'errors', errors })
    if (fields[0] !== undefined) setAtFault({ key: fields[0] })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (may('rotate')) void start('save')
  }
  const busy = closing ? 'save' : attempt.running

  return (
    <form autoComplete="off" className="kanal-form" noValidate onSubmit={submit} ref={form}>
      <div className="kanal-form__body">
        <p className="kanal-form__intro">{pick(words.formIntro, language)}</p>
        {!may('rotate') && (
          <p className="kanal-note kanal-note--quiet">{pick(rulesWords.noRotate, language)}</p>
        )}
        {details?.overlap && (
          <OverlapNote
            card={card}
            language={language}
            onEnded={onChanged}
            overlap={details.overlap}
            timeZone={timeZone}
          />
        )}
        <SetupSteps card={card} language={language} />
        <EnvironmentChoice
          disabled={busy !== null}
          environments={card.environments}
          language={language}
          notice={moved && (moved === 'address' ? words.addressChanged : words.environmentChanged)}
          onChange={(environment) => dispatch({ type: 'environment', environment })}
          value={state.environment}
        />
        <fieldset className="kanal-form__fields" disabled={busy !== null}>
          <legend>{pick(words.credentials, language)}</legend>
          <SwapNote card={card} dispatch={dispatch} language={language} state={state} />
          {card.fields.map((field) => (
            <CredentialField
              canRestore={!(field.secret && moved)}
              dispatch={dispatch}
              environment={state.environment}
              field={field}
              key={field.key}
              language={language}
              remark={remarkFor(card, state, field)}
              revealOf={isShown && details?.reveal.allowed && may('reveal') ? card.id : null}
              setting={state.settings[field.key]}
              state={state.fields[field.key] ?? { mode: 'typing', value: '', error: null }}
              timeZone={timeZone}
            />
          ))}
        </fieldset>
        {mayOverlap && !moved && (
          <OverlapChoice disabled={busy !== null} language={language} onChange={setOverlap} value={overlap} />
        )}
        {card.kind === 'marketplace' && <WebhookAddress language={language} url={card.webhookUrl} />}
        <div ref={panel}>
          <TestPanel
            attempt={attempt}
            card={card}
            isOwner={isOwner}
            language={language}
            onOverride={(reason) => void start('save', reason)}
          />
        </div>
        {details && card.fields.some(({ secret, stored }) => secret && stored) && (
          <RevealSetting
            card={card}
            isOwner={isOwner}
            language={language}
            onChanged={onChanged}
            reveal={details.reveal}
          />
        )}
      </div>
      <div className="kanal-form__actions">
        <Button buttonStyle="tab" margin={false} onClick={onCancel} size="large">
          {pick(words.cancel, language)}
        </Button>
        {may('test') && (
          <Button
            buttonStyle="secondary"
            disabled={busy !== null}
            margin={false}
            onClick={() => void start('test')}
            size="large"
          >
            {pick(busy === 'test' ? words.testing : words.test, language)}
          </Button>
        )}
        {may('rotate') && (
          <Button disabled={busy !== null} margin={false} size="large" type="submit">
            {pick(busy === 'save' ? words.saving : words.save, language)}
          </Button>
        )}
      </div>
    </form>
  )
}

const WebhookAddress = ({ url, language }: { url: string; language: Language }): ReactElement => (
  <div className="kanal-form__webhook">
    <label htmlFor="kanal-webhook-url">{pick(words.webhook, language)}</label>
    <div className="kanal-form__copy">
      <input id="kanal-webhook-url" onFocus={(event) => event.target.select()} readOnly value={url} />
      <CopyButton label={pick(words.webhook, language)} language={language} value={url} />
    </div>
    <p className="kanal-form__help">{pick(words.webhookHelp, language)}</p>
  </div>
)
