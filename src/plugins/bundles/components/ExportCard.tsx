'use client'

import { Button } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { FailureNote } from '../../credentials/components/FailureNote.tsx'
import type { Problem } from '../../security/endpoint/refusal.ts'
import { matchCodeOf } from '../match-code.ts'
import { ENOUGH, strengthOf } from '../passphrase.ts'
import { LockChoice, type Lock } from './LockChoice.tsx'
import { download } from './requests.ts'
import { words } from './words.ts'

export interface ExportableIntegration {
  id: string
  name: string
  environment: string
  /** How many fields are stored. */
  fields: number
}

const SHORTEST_REASON = 5

/** Three steps to a locked file: which integrations, which lock, why. */
export const ExportCard = ({
  integrations,
  known,
  language,
  organisation,
}: {
  integrations: readonly ExportableIntegration[]
  /** Words a passphrase gains nothing from. */
  known: readonly string[]
  language: Language
  organisation: string
}): ReactElement => {
  const [chosen, setChosen] = useState<readonly string[]>(integrations.map(({ id }) => id))
  const [lock, setLock] = useState<Lock>({ kind: 'passphrase', passphrase: '', recipient: '' })
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const isLocked =
    lock.kind === 'passphrase'
      ? strengthOf(lock.passphrase, known) >= ENOUGH
      : matchCodeOf(lock.recipient) !== null
  const isReady = chosen.length > 0 && isLocked && reason.trim().length >= SHORTEST_REASON
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    setMade(null)
    const { passphrase, recipient } = lock
    const outcome = await download({
      organisation,
      integrations: chosen,
      reason,
      sealedFor: lock.kind === 'passphrase' ? { passphrase } : { recipient },
    })
    setBusy(false)
    if (!outcome.ok) return setProblem(outcome.problem)
    setMade(outcome.data)
    setReason('')
  }
  return (
    <section aria-labelledby="kanal-export" className="kanal-settings__card kanal-bundles__card">
      <h2 id="kanal-export">{pick(words.exportTitle, language)}</h2>
      {integrations.length === 0 ? (
        <EmptyState icon="plug" title={pick(words.nothingTitle, language)}>
          {pick(words.nothing, language)}
        </EmptyState>
      ) : (
        <form className="kanal-bundles__steps" onSubmit={(event) => void submit(event)}>
          <fieldset>
            <legend>1. {pick(words.whichStep, language)}</legend>
            {integrations.map(({ id, name, environment }) => (
              <label className="kanal-bundles__pick" key={id}>
                <input
                  checked={chosen.includes(id)}
                  onChange={({ target }) =>
                    setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                  }
                  type="checkbox"
                />
                <span>
                  {name} <small>{environment}</small>
                </span>
              </label>
            ))}
            <p className="kanal-bundles__hint">{pick(words.noTokens, language)}</p>
          </fieldset>
          <fieldset>
            <legend>2. {pick(words.lockStep, language)}</legend>
            <LockChoice known={known} language={language} lock={lock} onChange={setLock} />
          </fieldset>
          <fieldset>
            <legend>3. {pick(words.reasonStep, language)}</legend>
            <div className="field-type text">
              <label htmlFor="kanal-export-reason">{pick(words.reason, language)}</label>
              <input
                aria-describedby="kanal-export-reason-help"
                autoComplete="off"
                id="kanal-export-reason"
                maxLength={200}
                minLength={SHORTEST_REASON}
                onChange={({ target }) => setReason(target.value)}
                placeholder={pick(words.reasonExample, language)}
                required
                type="text"
                value={reason}
              />
              <p className="kanal-bundles__hint" id="kanal-export-reason-help">
                {pick(words.reasonHelp, language)}
              </p>
            </div>
          </fieldset>
          {problem && <FailureNote explanation={problem} language={language} />}
          <Button disabled={busy || !isReady} margin={false} type="submit">
            {pick(busy ? words.making : words.download, language)}
          </Button>
          <div aria-live="polite">
            {made !== null && (
              <div className="kanal-bundles__done">
                <Icon name="check" size={20} />
                <div>
                  <p>
                    <strong>{pick(words.madeTitle, language)}</strong> <code>{made}</code>
                  </p>
                  <p>{pick(words.made, language)}</p>
                </div>
              </div>
            )}
          </div>
        </form>
      )}
    </section>
  )
}
