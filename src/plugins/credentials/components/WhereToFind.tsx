'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { FieldCard } from '../view-model.ts'
import { ConsoleSketch } from './ConsoleSketch.tsx'
import { words } from './words.ts'

/** The way to a value: steps, a sketch of the page it is on, and a link there. */
export const WhereToFind = ({
  where,
  environment,
  language,
}: {
  where: NonNullable<FieldCard['where']>
  environment: string
  language: Language
}): ReactElement => (
  <details className="kanal-field__where">
    <summary>
      <Icon name="chevron" size={14} /> {pick(words.where, language)}
    </summary>
    <ol>
      {where.steps.map((step, index) => (
        <li key={index}>{pick(step, language)}</li>
      ))}
    </ol>
    {where.sketch && (
      <ConsoleSketch
        environment={environment}
        host={where.sketch.host ?? new URL(where.url).host}
        language={language}
        sketch={where.sketch}
      />
    )}
    <a href={where.url} rel="noopener noreferrer" target="_blank">
      {pick(words.openPage, language)} <Icon name="open" size={14} />
    </a>
  </details>
)
