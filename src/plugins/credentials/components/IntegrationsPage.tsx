'use client'

import { toast, useModal } from '@payloadcms/ui'
import { Fragment, useEffect, useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { IntegrationCard as Card, Overview } from '../view-model.ts'
import { CredentialDrawer, DRAWER, type TabId } from './CredentialDrawer.tsx'
import { DISCONNECT_DIALOG, DisconnectDialog } from './DisconnectDialog.tsx'
import { FailureNote } from './FailureNote.tsx'
import { IntegrationCard } from './IntegrationCard.tsx'
import { PermissionsProvider } from './permissions.tsx'
import { send } from './stream.ts'
import { SurfaceCard } from './SurfaceCard.tsx'
import { words } from './words.ts'

/** The card whose drawer or dialog is open. */
interface Selected {
  marketplace: string
  opened: number
  tab: TabId
}

const GROUPS = [
  { id: 'marketplaces', label: words.marketplaces },
  { id: 'services', label: words.services },
] as const

/** The cards of all marketplaces and services, the form of the one being edited, and the question before disconnecting. */
export const IntegrationsPage = ({
  initial,
  isOwner,
  language,
  problem,
}: {
  initial: Overview
  isOwner: boolean
  language: Language
  /** Why connecting a shop ended badly, after coming back from the marketplace. */
  problem: Explanation | null
}): ReactElement => {
  const [overview, setOverview] = useState(initial)
  const [notice, setNotice] = useState(problem)
  const [selected, setSelected] = useState<Selected | null>(null)
  const { openModal } = useModal()
  useEffect(() => setOverview(initial), [initial])

  const refresh = async (): Promise<void> => {
    const answer = await send<Overview>(
      'GET',
      `/api/integrations/overview?organisation=${overview.organisation}`,
    )
    if ('ok' in answer) setOverview(answer.data)
  }
  const open = (card: Card, modal: string, tab: TabId = 'config'): void => {
    setSelected({ marketplace: card.marketplace, opened: Date.now(), tab })
    openModal(modal)
  }
  const card = [...overview.marketplaces, ...overview.services].find(
    ({ marketplace }) => marketplace === selected?.marketplace,
  )

  if (overview.marketplaces.length + overview.services.length === 0) {
    return (
      <EmptyState icon="plug" title={pick(words.nothingTitle, language)}>
        {pick(words.nothing, language)}
      </EmptyState>
    )
  }
  return (
    <PermissionsProvider value={overview.permissions}>
      {notice && <FailureNote explanation={notice} language={language} onClose={() => setNotice(null)} />}
      {GROUPS.map(
        ({ id, label }) =>
          overview[id].length > 0 && (
            <section aria-labelledby={`kanal-${id}`} key={id}>
              <h2 className="kanal-integrations__group" id={`kanal-${id}`}>
                {pick(label, language)}
              </h2>
              <ul className="kanal-integrations__cards">
                {overview[id].map((each) => (
                  <Fragment key={each.marketplace}>
                    <IntegrationCard
                      card={each}
                      language={language}
                      onConfigure={() => open(each, DRAWER)}
                      onDisconnect={() => open(each, DISCONNECT_DIALOG)}
                      onExpiry={() => open(each, DRAWER, 'rules')}
                      onProblem={setNotice}
                      onTested={refresh}
                      timeZone={overview.timeZone}
                    />
                    {each.surfaces.map((surface) => (
                      <SurfaceCard
                        card={each}
                        key={surface.id}
                        language={language}
                        onConfigure={() => open(each, DRAWER)}
                        onProblem={setNotice}
                        surface={surface}
                      />
                    ))}
                  </Fragment>
                ))}
              </ul>
            </section>
          ),
      )}
      {card && selected && (
        <>
          <CredentialDrawer
            card={card}
            isOwner={isOwner}
            key={`${card.marketplace}-${selected.opened}`}
            language={language}
            onChanged={refresh}
            onSaved={async (isVerified) => {
              await refresh()
              toast.success(pick(isVerified ? words.saved : words.savedUnverified, language))
            }}
            organisation={overview.organisation}
            startAt={selected.tab}
            timeZone={overview.timeZone}
          />
          <DisconnectDialog
            card={card}
            language={language}
            onDone={async (refusal) => {
              await refresh()
              if (refusal) setNotice(refusal)
              else toast.success(pick(words.disconnected, language))
            }}
          />
        </>
      )}
    </PermissionsProvider>
  )
}
