'use client'

import { Button, toast } from '@payloadcms/ui'
import { useId, useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatInstant } from '../../../ui/format.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import type { IntegrationDetails } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import type { FormState } from './form-state.ts'
import { hours, lifecycleWords } from './lifecycle-words.ts'
import { useMay } from './permissions.tsx'
import { send } from './stream.ts'

const CHOICES = [1, 6, 24, 72, 168]
export const DEFAULT_OVERLAP_HOURS = 24

/** Whether a stored secret is about to be replaced by another: only then is there a key of before to keep. */
export const replacesSecret = (card: IntegrationCard, state: FormState): boolean =>
  card.kind === 'marketplace' &&
  card.fields.some(({ key, secret, stored }) => {
    const field = state.fields[key]
    return secret && stored !== null && field?.mode === 'typing' && field.value.trim() !== ''
  })

/** The choice to keep the key of before valid for some hours beside the new one. */
export const OverlapChoice = ({
  value,
  onChange,
  disabled,
  language,
}: {
  /** Hours, or null for no overlap. */
  value: number | null
  onChange: (hours: number | null) => void
  disabled: boolean
  language: Language
}): ReactElement => {
  const id = useId()
  return (
    <fieldset className="kanal-overlap" disabled={disabled}>
      <label className="kanal-overlap__check">
        <input
          aria-describedby={`${id}-help`}
          checked={value !== null}
          name="overlap"
          onChange={(event) => onChange(event.target.checked ? DEFAULT_OVERLAP_HOURS : null)}
          type="checkbox"
        />
        {pick(lifecycleWords.overlapTitle, language)}
      </label>
      <p className="kanal-form__help" id={`${id}-help`}>
        {pick(lifecycleWords.overlapHelp, language)}
      </p>
      {value !== null && (
        <div className="kanal-overlap__hours">
          <label htmlFor={`${id}-hours`}>{pick(lifecycleWords.overlapFor, language)}</label>
          <select id={`${id}-hours`} onChange={(event) => onChange(Number(event.target.value))} value={value}>
            {CHOICES.map((count) => (
              <option key={count} value={count}>
                {pick(hours(count), language)}
              </option>
            ))}
          </select>
        </div>
      )}
    </fieldset>
  )
}

/** Says that the key of before still counts, until when, and lets it be given up at once. */
export const OverlapNote = ({
  card,
  overlap,
  onEnded,
  language,
  timeZone,
}: {
  card: IntegrationCard
  overlap: NonNullable<IntegrationDetails['overlap']>
  onEnded: () => Promise<void>
  language: Language
  timeZone: string
}): ReactElement => {
  const [busy, setBusy] = useState(false)
  const may = useMay()
  const end = async (): Promise<void> => {
    setBusy(true)
    const answer = await send('POST', `/api/integrations/${card.id}/end-overlap`)
    setBusy(false)
    if (!('ok' in answer)) {
      toast.error(pick(answer.problem.what, language))
      return
    }
    await onEnded()
    toast.success(pick(lifecycleWords.overlapEnded, language))
  }
  return (
    <div className="kanal-note" role="status">
      <div>
        <h3>
          {pick(lifecycleWords.overlapActive, language)} {pick(lifecycleWords.overlapUntil, language)}{' '}
          {formatInstant(overlap.until, { language, timeZone })}
        </h3>
        <p>
          {overlap.lastUsedAt === null ? (
            pick(lifecycleWords.overlapUnused, language)
          ) : (
            <>
              {pick(lifecycleWords.overlapUsed, language)}{' '}
              <RelativeTime at={overlap.lastUsedAt} language={language} timeZone={timeZone} />.
            </>
          )}{' '}
          {pick(lifecycleWords.overlapEnds, language)}
        </p>
      </div>
      {may('rotate') && (
        <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => void end()}>
          {pick(lifecycleWords.overlapEnd, language)}
        </Button>
      )}
    </div>
  )
}
