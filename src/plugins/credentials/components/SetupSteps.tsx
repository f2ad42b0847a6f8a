'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { IntegrationCard } from '../view-model.ts'
import { words } from './words.ts'

/** What the seller does at the marketplace first; open until something is stored. */
export const SetupSteps = ({
  card,
  language,
}: {
  card: IntegrationCard
  language: Language
}): ReactElement => (
  <details className="kanal-setup" open={card.fields.every(({ stored }) => !stored)}>
    <summary>
      <Icon name="chevron" /> {pick(words.setup, language)}
    </summary>
    <ol>
      {card.setup.map((step, index) => (
        <li key={index}>{pick(step, language)}</li>
      ))}
    </ol>
    <a href={card.docsUrl} rel="noopener noreferrer" target="_blank">
      {pick(words.docs, language)} <Icon name="open" size={14} />
    </a>
  </details>
)
