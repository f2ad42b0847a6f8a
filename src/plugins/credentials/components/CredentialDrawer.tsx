'use client'

import { Button, ConfirmationModal, Drawer, ShimmerEffect, useModal } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import type { IntegrationCard } from '../view-model.ts'
import type { IntegrationDetails } from '../endpoints/details.ts'
import { AuditTab } from './AuditTab.tsx'
import { CredentialForm } from './CredentialForm.tsx'
import { DrawerTabs } from './DrawerTabs.tsx'
import { ExpiryLine, SOON_DAYS } from './ExpiryLine.tsx'
import { FailureNote } from './FailureNote.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { lifecycleWords } from './lifecycle-words.ts'
import { RulesTab } from './RulesTab.tsx'
import { rulesWords } from './rules-words.ts'
import { UsageTab } from './UsageTab.tsx'
import { useDetails, type Details } from './useDetails.ts'
import { words } from './words.ts'
import './CredentialDrawer.css'

export const DRAWER = 'kanal-credentials'
const DISCARD_DIALOG = 'kanal-discard-credentials'

export type TabId = 'config' | 'rules' | 'history' | 'usage' | 'audit'

interface ContentProps {
  card: IntegrationCard
  details: IntegrationDetails
  isOwner: boolean
  language: Language
  onRestored: () => Promise<void>
  timeZone: string
}

const TABS: readonly {
  id: TabId
  label: LocalizedText
  Content: (props: ContentProps) => ReactElement
}[] = [
  { id: 'history', label: lifecycleWords.history, Content: HistoryTab },
  {
    id: 'usage',
    label: lifecycleWords.usage,
    Content: ({ details, ...props }) => <UsageTab {...props} usage={details.usage} />,
  },
  {
    id: 'audit',
    label: lifecycleWords.audit,
    Content: ({ details, ...props }) => <AuditTab {...props} lines={details.audit} />,
  },
]

/** The end of the keys is near, or asked for. */
const isPressing = ({ expiry: { daysLeft, isAsked } }: IntegrationCard): boolean =>
  isAsked || (daysLeft !== null && daysLeft <= SOON_DAYS)

/** A section that needs what is loaded after the drawer has opened. */
const Section = ({
  details: { data, problem, reload },
  language,
  children,
}: {
  details: Details
  language: Language
  children: (data: IntegrationDetails) => ReactElement
}): ReactElement => (
  <div className="kanal-tab">
    {problem && (
      <>
        <FailureNote explanation={problem} language={language} />
        <div>
          <Button buttonStyle="secondary" margin={false} onClick={() => void reload()}>
            {pick(lifecycleWords.retry, language)}
          </Button>
        </div>
      </>
    )}
    {!problem && !data && (
      <div aria-busy="true" aria-label={pick(lifecycleWords.loading, language)}>
        <ShimmerEffect height={120} />
      </div>
    )}
    {data && children(data)}
  </div>
)

/** The form of one marketplace beside the cards. Leaving it with something typed asks first. */
export const CredentialDrawer = ({
  card,
  isOwner,
  language,
  onChanged,
  onSaved,
  organisation,
  startAt,
  timeZone,
}: {
  card: IntegrationCard
  isOwner: boolean
  language: Language
  /** The state of the integration is another one, and the drawer stays open. */
  onChanged: () => Promise<void>
  onSaved: (isVerified: boolean) => Promise<void>
  organisation: string
  /** The section shown first. */
  startAt: TabId
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

  const exists = card.version > 0
  const [tab, setTab] = useState<TabId>(startAt)
  const details = useDetails(card.id, exists)
  const changed = async (): Promise<void> => {
    await Promise.all([details.reload(), onChanged()])
  }
  const form = (
    <CredentialForm
      card={card}
      details={details.data}
      isOwner={isOwner}
      isShown={tab === 'config'}
      // What came back is another form: nothing typed for the version before may stay.
      key={card.version}
      language={language}
      onCancel={leave}
      onChanged={changed}
      onDirty={setDirty}
      onSaved={async (isVerified) => {
        await onSaved(isVerified)
        setDirty(false)
        closeModal(DRAWER)
      }}
      organisation={organisation}
      timeZone={timeZone}
    />
  )

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
        {exists && tab !== 'rules' && isPressing(card) && (
          <div className="kanal-drawer__note">
            <ExpiryLine expiry={card.expiry} language={language} onFill={() => setTab('rules')} />
          </div>
        )}
        {exists ? (
          <DrawerTabs
            language={language}
            onSelect={setTab}
            selected={tab}
            tabs={[
              { id: 'config', label: lifecycleWords.config, content: form },
              {
                id: 'rules',
                label: rulesWords.tab,
                content: <RulesTab card={card} isOwner={isOwner} language={language} onChanged={changed} />,
              },
              ...TABS.map(({ id, label, Content }) => ({
                id,
                label,
                content: (
                  <Section details={details} language={language}>
                    {(data) => (
                      <Content
                        card={card}
                        details={data}
                        isOwner={isOwner}
                        language={language}
                        onRestored={changed}
                        timeZone={timeZone}
                      />
                    )}
                  </Section>
                ),
              })),
            ]}
          />
        ) : (
          form
        )}
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
