'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { IntegrationDetails } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import { lifecycleWords } from './lifecycle-words.ts'
import { send } from './stream.ts'

/** Whether stored values can be shown at all: said to everyone who manages keys, changed by owners. */
export const RevealSetting = ({
  card,
  reveal,
  isOwner,
  onChanged,
  language,
}: {
  card: IntegrationCard
  reveal: IntegrationDetails['reveal']
  isOwner: boolean
  onChanged: () => Promise<void>
  language: Language
}): ReactElement => {
  const [busy, setBusy] = useState(false)
  const change = async (): Promise<void> => {
    setBusy(true)
    const answer = await send('POST', `/api/integrations/${card.id}/reveal-setting`, {
      allowed: !reveal.allowed,
    })
    if ('ok' in answer) await onChanged()
    else toast.error(pick(answer.problem.what, language))
    setBusy(false)
  }
  return (
    <div className={`kanal-note ${reveal.allowed ? '' : 'kanal-note--quiet'}`}>
      <div>
        <h3>{pick(lifecycleWords.revealTitle, language)}</h3>
        <p>
          {pick(reveal.allowed ? lifecycleWords.revealOn : lifecycleWords.revealOff, language)}
          {reveal.allowed && reveal.by && ` ${pick(lifecycleWords.revealBy, language)} ${reveal.by}.`}
          {!isOwner && ` ${pick(lifecycleWords.revealOwner, language)}`}
        </p>
      </div>
      {isOwner && (
        <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => void change()}>
          {pick(reveal.allowed ? lifecycleWords.revealTurnOff : lifecycleWords.revealTurnOn, language)}
        </Button>
      )}
    </div>
  )
}
