'use client'

import type { ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { IntegrationCard } from '../view-model.ts'
import { words } from './words.ts'

/** Where the keys are valid. */
export const EnvironmentChoice = ({
  environments,
  value,
  onChange,
  notice,
  disabled,
  language,
}: {
  environments: IntegrationCard['environments']
  value: string
  onChange: (environment: string) => void
  /** Why the secrets have to be typed again, if they have. */
  notice: LocalizedText | null
  disabled: boolean
  language: Language
}): ReactElement => (
  <fieldset className="kanal-environment" disabled={disabled} hidden={environments.length < 2 && !notice}>
    <legend>{pick(words.environment, language)}</legend>
    <div className="kanal-environment__options">
      {environments.map(({ key, label }) => (
        <label className="kanal-environment__option" key={key}>
          <input
            checked={key === value}
            name="environment"
            onChange={() => onChange(key)}
            type="radio"
            value={key}
          />
          <span>{pick(label, language)}</span>
        </label>
      ))}
    </div>
    {notice && (
      <p className="kanal-environment__notice" role="status">
        <Icon name="warning" /> {pick(notice, language)}
      </p>
    )}
  </fieldset>
)
