'use client'

import { ConfirmationModal, Drawer, useModal } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import type { IntegrationCard } from '../view-model.ts'
import { CredentialForm } from './CredentialForm.tsx'
import { words } from './words.ts'
import './CredentialDrawer.css'

export const DRAWER = 'kanal-credentials'
const DISCARD_DIALOG = 'kanal-discard-credentials'

/** The form of one marketplace beside the cards. Leaving it with something typed asks first. */
export const CredentialDrawer = ({
  card,
  isOwner,
  language,
  onSaved,
  organisation,
  timeZone,
}: {
  card: IntegrationCard
  isOwner: boolean
  language: Language
  onSaved: (isVerified: boolean) => Promise<void>
  organisation: string
  timeZone: string
}): ReactElement => {
  const { closeModal, isModalOpen, openModal } = useModal()
  const [dirty, setDirty] = useState(false)
  const isOpen = isModalOpen(DRAWER)
  const isAsking = isModalOpen(DISCARD_DIALOG)
  const leave = useCallback(() => {
    if (dirty) openModal(DISCARD_DIALOG)
    else closeModal(DRAWER)
  }, [closeModal, dirty, openModal])
  useGuard(isOpen && dirty && !isAsking, leave)

  return (
    <>
      <Drawer
        className="kanal-drawer"
        Header={
          <div className="kanal-drawer__header">
            <MarketplaceBadge face={{ id: card.marketplace, name: card.name, ...card.badge }} size="large" />
            <h2>
              {pick(words.formTitle, language)} {card.name}
            </h2>
            <button
              aria-label={pick(words.close, language)}
              className="kanal-drawer__close"
              onClick={leave}
              type="button"
            >
              <Icon name="cross" size={24} />
            </button>
          </div>
        }
        slug={DRAWER}
      >
        <CredentialForm
          card={card}
          isOwner={isOwner}
          language={language}
          onCancel={leave}
          onDirty={setDirty}
          onSaved={async (isVerified) => {
            await onSaved(isVerified)
            setDirty(false)
            closeModal(DRAWER)
          }}
          organisation={organisation}
          timeZone={timeZone}
        />
      </Drawer>
      <ConfirmationModal
        body={pick(words.discard, language)}
        cancelLabel={pick(words.discardNo, language)}
        confirmLabel={pick(words.discardYes, language)}
        heading={pick(words.discardTitle, language)}
        modalSlug={DISCARD_DIALOG}
        onConfirm={() => {
          setDirty(false)
          closeModal(DRAWER)
        }}
      />
    </>
  )
}

/**
 * Payload's drawer closes on Esc and on a click beside it without asking; the focus trap lets go on Esc too. While
 * something would be lost, both are caught before they get there, and leaving the page asks as well.
 */
function useGuard(active: boolean, ask: () => void): void {
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  }, [ask])
  useEffect(() => {
    if (!active) return undefined
    const stop = (event: Event): void => {
      event.preventDefault()
      event.stopImmediatePropagation()
      latest.current()
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') stop(event)
    }
    const onClick = (event: MouseEvent): void => {
      if ((event.target as Element | null)?.closest?.(`#close-drawer__${DRAWER}`)) stop(event)
    }
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('click', onClick, true)
    window.addEventListener('beforeunload', onUnload)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('click', onClick, true)
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [active])
}
