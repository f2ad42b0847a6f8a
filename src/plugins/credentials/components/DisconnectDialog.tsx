'use client'

import { Button, Modal, ShimmerEffect, useModal } from '@payloadcms/ui'
import { useEffect, useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { IntegrationCard } from '../view-model.ts'
import { EffectList } from './EffectList.tsx'
import { FailureNote } from './FailureNote.tsx'
import { rulesWords } from './rules-words.ts'
import { send } from './stream.ts'
import { useDependents } from './useDependents.ts'
import { words } from './words.ts'

export const DISCONNECT_DIALOG = 'kanal-disconnect-integration'

/**
 * Asks before an integration's keys are deleted: names the shops that go with it and what would stop, has the person
 * say that they know what may be lost, and offers no way on while something stands in the way.
 */
export const DisconnectDialog = ({
  card,
  language,
  onDone,
}: {
  card: IntegrationCard
  language: Language
  /** With the reason when it was refused. */
  onDone: (refusal: Explanation | null) => Promise<void>
}): ReactElement | null => {
  const { closeModal, isModalOpen } = useModal()
  const isOpen = isModalOpen(DISCONNECT_DIALOG)
  const { effects, problem } = useDependents(card.id, isOpen)
  const [isKnown, setKnown] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => setKnown(false), [isOpen])
  if (!isOpen) return null
  const isBlocked = effects?.some(({ weight }) => weight === 'blocks') ?? false
  const losses = effects?.filter(({ weight }) => weight === 'loses').map(({ id }) => id) ?? []
  const disconnect = async (): Promise<void> => {
    setBusy(true)
    const answer = await send('DELETE', `/api/integrations/${card.id}`, {
      expectedVersion: card.version,
      accept: losses,
      ...(card.shops.length > 0 ? { shops: 'disconnect' } : {}),
    })
    await onDone('ok' in answer ? null : answer.problem)
    setBusy(false)
    closeModal(DISCONNECT_DIALOG)
  }
  return (
    <Modal
      aria-labelledby="kanal-disconnect-title"
      className="confirmation-modal"
      closeOnBlur={false}
      slug={DISCONNECT_DIALOG}
    >
      <div className="confirmation-modal__wrapper">
        <div className="confirmation-modal__content">
          <h1 id="kanal-disconnect-title">
            {pick(words.disconnectTitle, language)} {card.name}?
          </h1>
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
            {problem && <FailureNote explanation={problem} language={language} />}
            {!effects && !problem && (
              <div aria-busy="true">
                <ShimmerEffect height={80} />
              </div>
            )}
            {effects && <EffectList effects={effects} language={language} />}
            {losses.length > 0 && !isBlocked && (
              <label className="kanal-effects__known">
                <input checked={isKnown} onChange={() => setKnown(!isKnown)} type="checkbox" />
                <span>{pick(rulesWords.lossKnown, language)}</span>
              </label>
            )}
          </div>
        </div>
        <div className="confirmation-modal__controls">
          <Button
            buttonStyle="secondary"
            disabled={busy}
            id="confirm-cancel"
            onClick={() => closeModal(DISCONNECT_DIALOG)}
            size="large"
            type="button"
          >
            {pick(words.cancel, language)}
          </Button>
          {!isBlocked && (
            <Button
              disabled={busy || !effects || (losses.length > 0 && !isKnown)}
              id="confirm-action"
              onClick={() => void disconnect()}
              size="large"
            >
              {pick(busy ? rulesWords.disconnecting : words.disconnect, language)}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
