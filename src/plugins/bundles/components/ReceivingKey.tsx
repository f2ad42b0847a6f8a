'use client'

import { Button } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { FailureNote } from '../../credentials/components/FailureNote.tsx'
import type { Problem } from '../../security/endpoint/refusal.ts'
import { matchCodeOf } from '../match-code.ts'
import type { ShownKey } from '../shown-key.ts'
import { ask } from './requests.ts'
import { words } from './words.ts'

/** The one-time key another Kanal seals its file for. */
export const ReceivingKey = ({
  importKey: key,
  language,
  onKey,
  organisation,
  timeZone,
}: {
  importKey: ShownKey | null
  language: Language
  onKey: (key: ShownKey) => void
  organisation: string
  timeZone: string
}): ReactElement => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const make = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    const outcome = await ask<ShownKey>('import-key', { organisation })
    setBusy(false)
    if (outcome.ok) onKey(outcome.data)
    else setProblem(outcome.problem)
  }
  return (
    <fieldset>
      <legend>1. {pick(words.keyStep, language)}</legend>
      <p className="kanal-bundles__hint">{pick(words.keyHelp, language)}</p>
      {key && (
        <div className="kanal-bundles__key">
          <code>{key.text}</code>
          <CopyButton label={pick(words.recipient, language)} language={language} value={key.text} />
          <p>
            {pick(words.matchCode, language)}: <strong>{matchCodeOf(key.text)}</strong>
          </p>
          <p>
            {pick(words.validUntil, language)} {formatInstant(key.expiresAt, { language, timeZone })}
          </p>
        </div>
      )}
      {problem && <FailureNote explanation={problem} language={language} />}
      <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => void make()}>
        {pick(key ? words.makeKeyAgain : words.makeKey, language)}
      </Button>
      {key && <p className="kanal-bundles__hint">{pick(words.makeKeyAgainHelp, language)}</p>}
    </fieldset>
  )
}
