'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatInstant } from '../../../ui/format.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { FieldStep, VersionEntry } from '../lifecycle/history.ts'
import type { IntegrationDetails } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import { fromVersion, KIND_WORDS, lifecycleWords, restoreQuestion } from './lifecycle-words.ts'
import { labelOf } from './label-of.ts'
import { useMay } from './permissions.tsx'
import { TestPanel } from './TestPanel.tsx'
import { useAttempt } from './useAttempt.ts'
import { words } from './words.ts'

interface Props {
  card: IntegrationCard
  details: IntegrationDetails
  isOwner: boolean
  language: Language
  timeZone: string
  onRestored: () => Promise<void>
}

/** Riwayat: the versions that can be gone back to, and the way back. */
export const HistoryTab = (props: Props): ReactElement => {
  const { card, details, isOwner, language, timeZone, onRestored } = props
  const [asked, setAsked] = useState<number | null>(null)
  const attempt = useAttempt(card.id)
  const restore = async (version: number, reason?: string): Promise<void> => {
    const ending = await attempt.start('rollback', {
      version,
      expectedVersion: details.version,
      ...(reason === undefined ? {} : { override: { reason } }),
    })
    if (ending?.type !== 'outcome' || !ending.saved) return
    setAsked(null)
    await onRestored()
    toast.success(pick(lifecycleWords.restored, language))
  }
  if (details.versions.length === 0) return <p>{pick(lifecycleWords.noHistory, language)}</p>
  return (
    <>
      <p className="kanal-tab__intro">{pick(lifecycleWords.historyIntro, language)}</p>
      {details.probation && (
        <div className="kanal-note kanal-note--quiet" role="status">
          <div>
            <h3>{pick(lifecycleWords.watching, language)}</h3>
            <p>
              {pick(lifecycleWords.watchingHelp, language)}{' '}
              {formatInstant(details.probation.until, { language, timeZone })}.
            </p>
          </div>
        </div>
      )}
      <ol className="kanal-tab__list">
        {details.versions.map((entry) => (
          <li key={entry.version}>
            <Version {...props} entry={entry} isBusy={attempt.running !== null} onAsk={setAsked} />
            {asked === entry.version && (
              <div className="kanal-tab__confirm">
                <p>{pick(restoreQuestion(entry.version), language)}</p>
                <div className="kanal-tab__buttons">
                  <Button
                    disabled={attempt.running !== null}
                    margin={false}
                    onClick={() => void restore(entry.version)}
                  >
                    {pick(attempt.running ? lifecycleWords.restoring : lifecycleWords.restoreYes, language)}
                  </Button>
                  <Button
                    buttonStyle="secondary"
                    disabled={attempt.running !== null}
                    margin={false}
                    onClick={() => setAsked(null)}
                  >
                    {pick(words.cancel, language)}
                  </Button>
                </div>
                {attempt.kind !== null && (
                  <TestPanel
                    attempt={attempt}
                    card={card}
                    isOwner={isOwner}
                    language={language}
                    onOverride={(reason) => void restore(entry.version, reason)}
                  />
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

const Version = ({
  card,
  entry,
  isBusy,
  language,
  onAsk,
  timeZone,
}: Props & {
  entry: VersionEntry
  isBusy: boolean
  onAsk: (version: number) => void
}): ReactElement => {
  const may = useMay()
  const title = `${pick(lifecycleWords.version, language)} ${entry.version}`
  return (
    <>
      <div className="kanal-tab__line">
        <strong>
          {title}
          {entry.isInForce && <StatusPill label={pick(lifecycleWords.inForce, language)} tone="success" />}
        </strong>
        {!entry.isInForce && may('rotate') && (
          <button
            aria-label={`${pick(lifecycleWords.restore, language)} ${title}`}
            className="kanal-link"
            disabled={isBusy}
            onClick={() => onAsk(entry.version)}
            type="button"
          >
            {pick(lifecycleWords.restore, language)}
          </button>
        )}
      </div>
      <p className="kanal-tab__meta">
        {pick(KIND_WORDS[entry.kind], language)}
        {entry.restoredVersion !== null && ` (${pick(fromVersion(entry.restoredVersion), language)})`}
        {' · '}
        {entry.by ?? pick(lifecycleWords.byKanal, language)}
        {' · '}
        <RelativeTime at={entry.at} language={language} timeZone={timeZone} />
      </p>
      <ul className="kanal-tab__fields">
        {entry.fields.map((step) => (
          <li key={step.field}>
            {labelOf(card, step.field, language)}: {stepText(step, language)}
          </li>
        ))}
      </ul>
    </>
  )
}

const stepText = (step: FieldStep, language: Language): ReactElement | string => {
  if (step.change === 'cleared') return pick(lifecycleWords.cleared, language)
  if (!step.last4After) return pick(lifecycleWords.set, language)
  return (
    <code>
      {step.last4Before && `····${step.last4Before} → `}····{step.last4After}
    </code>
  )
}
