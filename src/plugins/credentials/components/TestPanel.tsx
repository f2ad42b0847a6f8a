'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon, type IconName } from '../../../ui/Icon.tsx'
import type { StepId, StepLine } from '../checks/events.ts'
import type { IntegrationCard } from '../view-model.ts'
import { usedElsewhere } from './lifecycle-words.ts'
import { labelOf } from './label-of.ts'
import { FailureNote } from './FailureNote.tsx'
import type { Attempt } from './useAttempt.ts'
import { duration, STEP_WORDS, words } from './words.ts'
import './TestPanel.css'

const STEP_ICONS: Readonly<Record<keyof typeof STEP_WORDS, IconName>> = {
  waiting: 'minus',
  running: 'clock',
  passed: 'check',
  failed: 'cross',
  skipped: 'minus',
}

/** The steps of a test as they happen, and what came of it. All steps are listed from the start: nothing jumps. */
export const TestPanel = ({
  attempt,
  card,
  isOwner,
  language,
  onOverride,
}: {
  attempt: Attempt
  card: IntegrationCard
  isOwner: boolean
  language: Language
  onOverride: (reason: string) => void
}): ReactElement => {
  const { ending, kind, steps } = attempt
  const store = steps.get('store')
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (ending) end.current?.scrollIntoView({ block: 'nearest' })
  }, [ending])
  const listed: { id: StepId; label: LocalizedText }[] = [
    ...card.steps,
    ...(store ? [{ id: 'store', label: store.label } as const] : []),
  ]
  const passed = ending?.type === 'outcome' && ending.verdict === 'accepted'
  return (
    <section aria-labelledby="kanal-test-title" className="kanal-test">
      <h3 id="kanal-test-title">{pick(words.testPanel, language)}</h3>
      <ol aria-live="polite" className="kanal-test__steps">
        {listed.map(({ id, label }) => (
          <Step key={id} label={label} language={language} line={steps.get(id)} started={kind !== null} />
        ))}
      </ol>
      {kind === null && <p className="kanal-test__idle">{pick(words.testIdle, language)}</p>}
      <div className="kanal-test__ending" ref={end}>
        {passed && (
          <p className="kanal-test__passed" role="status">
            <Icon name="check" size={18} /> {pick(words.testPassed, language)}
          </p>
        )}
        {ending?.type === 'outcome' &&
          ending.duplicates.map(({ field, integration }) => (
            <p className="kanal-test__duplicate" key={`${field}-${integration}`} role="status">
              <Icon name="warning" size={18} /> {labelOf(card, field, language)}:{' '}
              {pick(usedElsewhere(integration), language)}
            </p>
          ))}
        {ending?.type === 'refused' && (
          <FailureNote codes={[ending.requestId]} explanation={ending.problem} language={language} />
        )}
        {ending?.type === 'outcome' && ending.explanation && (
          <FailureNote
            codes={[ending.providerCode, ending.providerRequestId]}
            explanation={ending.explanation}
            language={language}
            tone={ending.verdict === 'unverified' ? 'warning' : 'error'}
          />
        )}
        {ending?.type === 'outcome' && ending.canOverride && isOwner && (
          <Override language={language} onOverride={onOverride} />
        )}
      </div>
    </section>
  )
}

const Step = ({
  label,
  line,
  started,
  language,
}: {
  label: LocalizedText
  line: StepLine | undefined
  started: boolean
  language: Language
}): ReactElement => {
  const state = line?.state ?? 'waiting'
  return (
    <li className={`kanal-step kanal-step--${state}`}>
      <span className="kanal-step__icon">
        <Icon name={STEP_ICONS[state]} />
      </span>
      <span className="kanal-step__label">
        {pick(label, language)}
        {line?.fact && <span className="kanal-step__fact">{pick(line.fact, language)}</span>}
      </span>
      {started && (
        <span className="kanal-step__state">
          {pick(STEP_WORDS[state], language)}
          {line?.ms !== undefined && line.ms > 0 && ` · ${duration(line.ms, language)}`}
        </span>
      )}
    </li>
  )
}

const SHORTEST_REASON = 5

const Override = ({
  language,
  onOverride,
}: {
  language: Language
  onOverride: (reason: string) => void
}): ReactElement => {
  const [reason, setReason] = useState('')
  return (
    <div className="kanal-override">
      <h4>{pick(words.overrideTitle, language)}</h4>
      <p>{pick(words.overrideHelp, language)}</p>
      <div className="kanal-field field-type text">
        <label className="kanal-field__label" htmlFor="kanal-override-reason">
          {pick(words.overrideReason, language)}
        </label>
        <input
          id="kanal-override-reason"
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
          }}
          value={reason}
        />
      </div>
      <Button
        buttonStyle="secondary"
        disabled={reason.trim().length < SHORTEST_REASON}
        margin={false}
        onClick={() => onOverride(reason.trim())}
      >
        {pick(words.overrideSave, language)}
      </Button>
    </div>
  )
}
