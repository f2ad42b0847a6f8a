'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { IntegrationCard } from '../view-model.ts'
import { words } from './words.ts'

/** Where the keys are valid. */
export const EnvironmentChoice = ({
  environments,
  value,
  onChange,
  mustTypeSecrets,
  disabled,
  language,
}: {
  environments: IntegrationCard['environments']
  value: string
  onChange: (environment: string) => void
  mustTypeSecrets: boolean
  disabled: boolean
  language: Language
}): ReactElement => (
  <fieldset className="kanal-environment" disabled={disabled}>
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
    {mustTypeSecrets && (
      <p className="kanal-environment__notice" role="status">
        <Icon name="warning" /> {pick(words.environmentChanged, language)}
      </p>
    )}
  </fieldset>
)
