'use client'

import { Button } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import type { IntegrationCard as Card, SurfaceEntry } from '../view-model.ts'
import { openConsent } from './open-consent.ts'
import { words } from './words.ts'
import './IntegrationCard.css'

/** A storefront sellers look for by its own name: one sentence on how it connects, and the way there. */
export const SurfaceCard = ({
  surface,
  card,
  language,
  onConfigure,
  onProblem,
}: {
  surface: SurfaceEntry
  /** The connection it belongs to. */
  card: Card
  language: Language
  onConfigure: () => void
  onProblem: (problem: Explanation | null) => void
}): ReactElement => {
  const [leaving, setLeaving] = useState(false)
  const hasKeys = card.fields.some(({ stored }) => stored)
  const start = async (): Promise<void> => {
    if (!hasKeys) return onConfigure()
    setLeaving(true)
    onProblem(null)
    const problem = await openConsent(card.id)
    setLeaving(false)
    if (problem) onProblem(problem)
  }
  return (
    <li className="kanal-card">
      <div className="kanal-card__head">
        <MarketplaceBadge face={surface} size="large" />
        <div className="kanal-card__names">
          <h3>{surface.name}</h3>
        </div>
      </div>
      <p className="kanal-card__noshop">{pick(surface.hint, language)}</p>
      <div className="kanal-card__actions">
        <Button
          buttonStyle="secondary"
          disabled={leaving}
          extraButtonProps={{ 'aria-label': `${pick(words.connectShop, language)} ${surface.name}` }}
          margin={false}
          onClick={() => void start()}
        >
          {pick(leaving ? words.opening : hasKeys ? words.connectShop : words.configure, language)}
        </Button>
      </div>
    </li>
  )
}
