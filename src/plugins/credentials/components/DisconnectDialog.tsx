'use client'

import { ConfirmationModal } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { IntegrationCard } from '../view-model.ts'
import { send } from './stream.ts'
import { Impact } from './UsageTab.tsx'
import { useDetails } from './useDetails.ts'
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
  const { data } = useDetails(card.id, card.version > 0)
  const disconnect = async (): Promise<void> => {
    const body = {
      expectedVersion: card.version,
      ...(card.shops.length > 0 ? { shops: 'disconnect' } : {}),
    }
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
          {data && <Impact card={card} language={language} usage={data.usage} />}
        </div>
      }
      confirmLabel={pick(words.disconnect, language)}
      heading={`${pick(words.disconnectTitle, language)} ${card.name}?`}
      modalSlug={DISCONNECT_DIALOG}
      onConfirm={disconnect}
    />
  )
}
