'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { IntegrationCard } from '../view-model.ts'
import { ExpiryLine } from './ExpiryLine.tsx'
import { FailureNote } from './FailureNote.tsx'
import { useMay } from './permissions.tsx'
import { dayText, rulesWords } from './rules-words.ts'
import { send } from './stream.ts'

/** The last day on which the provider takes the stored keys, as people know it. */
export const ExpirySection = ({
  card,
  language,
  onChanged,
}: {
  card: IntegrationCard
  language: Language
  onChanged: () => Promise<void>
}): ReactElement => {
  const { expiry } = card
  const may = useMay()
  const [typed, setTyped] = useState(expiry.on ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = async (expiresOn: string | null): Promise<void> => {
    setBusy(true)
    setProblem(null)
    const answer = await send('POST', `/api/integrations/${card.id}/expiry`, { expiresOn })
    if ('ok' in answer) {
      setTyped(expiresOn ?? '')
      await onChanged()
      toast.success(pick(expiresOn === null ? rulesWords.expiryCleared : rulesWords.expirySaved, language))
    } else setProblem(answer.problem)
    setBusy(false)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed !== '') void save(typed)
  }
  const proposed = expiry.on === null && typed !== expiry.proposed ? expiry.proposed : null
  return (
    <section aria-labelledby="kanal-expiry-title">
      <h3 id="kanal-expiry-title">{pick(rulesWords.expiryTitle, language)}</h3>
      <p className="kanal-tab__intro">{pick(rulesWords.expiryHelp, language)}</p>
      <div className="kanal-rules__state">
        <ExpiryLine expiry={expiry} language={language} />
      </div>
      {may('rotate') ? (
        <form className="kanal-rules__row" onSubmit={submit}>
          <div className="field-type text">
            <label htmlFor="kanal-expiry-date">{pick(rulesWords.expiryLabel, language)}</label>
            <input
              disabled={busy}
              id="kanal-expiry-date"
              lang={language}
              onChange={(event) => setTyped(event.target.value)}
              type="date"
              value={typed}
            />
          </div>
          <Button
            buttonStyle="secondary"
            disabled={busy || typed === '' || typed === expiry.on}
            margin={false}
            type="submit"
          >
            {pick(busy ? rulesWords.saving : rulesWords.expirySave, language)}
          </Button>
          {(expiry.on !== null || expiry.isAsked) && (
            <Button buttonStyle="tab" disabled={busy} margin={false} onClick={() => void save(null)}>
              {pick(rulesWords.expiryClear, language)}
            </Button>
          )}
        </form>
      ) : (
        <p className="kanal-tab__intro">{pick(rulesWords.readOnly, language)}</p>
      )}
      {may('rotate') && proposed !== null && (
        <p className="kanal-rules__state">
          {pick(rulesWords.expiryProposed, language)} {dayText(proposed, language)}.{' '}
          <button className="kanal-link" onClick={() => setTyped(proposed)} type="button">
            {pick(rulesWords.expiryUse, language)}
          </button>
        </p>
      )}
      {problem && <FailureNote explanation={problem} language={language} />}
    </section>
  )
}
