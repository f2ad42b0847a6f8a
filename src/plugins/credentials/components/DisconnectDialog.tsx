'use client'

import { ConfirmationModal } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { IntegrationCard } from '../view-model.ts'
import { send } from './stream.ts'
import { words } from './words.ts'

export const DISCONNECT_DIALOG = 'kanal-disconnect-integration'

/** Asks before an integration's keys are deleted, and names the shops that go with it. */
export const DisconnectDialog = ({
  card,
  language,
  onDone,
}: {
  card: IntegrationCard
  language: Language
  /** With the reason when it was refused. */
  onDone: (refusal: Explanation | null) => Promise<void>
}): ReactElement => {
  const disconnect = async (): Promise<void> => {
    const body = card.shops.length > 0 ? { shops: 'disconnect' } : {}
    const answer = await send('DELETE', `/api/integrations/${card.id}`, body)
    await onDone('ok' in answer ? null : answer.problem)
  }
  return (
    <ConfirmationModal
      body={
        <div className="kanal-disconnect">
          <p>{pick(card.kind === 'service' ? words.disconnectService : words.disconnectText, language)}</p>
          {card.shops.length > 0 && (
            <>
              <p>{pick(words.disconnectShops, language)}</p>
              <ul>
                {card.shops.map(({ id, name }) => (
                  <li key={id}>{name}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      }
      confirmLabel={pick(words.disconnect, language)}
      heading={`${pick(words.disconnectTitle, language)} ${card.name}?`}
      modalSlug={DISCONNECT_DIALOG}
      onConfirm={disconnect}
    />
  )
}
