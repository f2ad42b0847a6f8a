'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import type { IntegrationCard } from '../view-model.ts'
import { ExpirySection } from './ExpirySection.tsx'
import { ScopeSection } from './ScopeSection.tsx'
import './RulesTab.css'

/** Aturan: until when the keys are valid, and for a marketplace which shops may use them. */
export const RulesTab = ({
  card,
  isOwner,
  language,
  onChanged,
}: {
  card: IntegrationCard
  isOwner: boolean
  language: Language
  onChanged: () => Promise<void>
}): ReactElement => (
  <div className="kanal-tab">
    <ExpirySection
      card={card}
      key={`${card.version}:${card.expiry.on}`}
      language={language}
      onChanged={onChanged}
    />
    {card.kind === 'marketplace' && (
      <ScopeSection
        card={card}
        isOwner={isOwner}
        key={`${card.scope?.join() ?? 'all'}:${card.shops.map(({ id }) => id).join()}`}
        language={language}
        onChanged={onChanged}
      />
    )}
  </div>
)
