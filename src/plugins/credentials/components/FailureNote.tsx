'use client'

import type { ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { words } from './words.ts'
import './FailureNote.css'

/** A failure in its three parts: what happened, why, what to do now; the marketplace's code small, for support. */
export const FailureNote = ({
  explanation,
  language,
  codes = [],
  tone = 'error',
  onClose,
}: {
  explanation: Explanation
  language: Language
  codes?: readonly (string | null)[]
  tone?: 'error' | 'warning'
  onClose?: () => void
}): ReactElement => {
  const known = codes.filter(Boolean)
  return (
    <div className={`kanal-failure kanal-failure--${tone}`} role="alert">
      <Icon name="warning" size={20} />
      <div className="kanal-failure__parts">
        <p className="kanal-failure__what">{pick(explanation.what, language)}</p>
        <p>{pick(explanation.why, language)}</p>
        <p className="kanal-failure__remedy">{pick(explanation.remedy, language)}</p>
        {known.length > 0 && (
          <p className="kanal-failure__code">
            {pick(words.supportCode, language)}: <code>{known.join(' · ')}</code>
          </p>
        )}
      </div>
      {onClose && (
        <button
          aria-label={pick(words.close, language)}
          className="kanal-failure__close"
          onClick={onClose}
          type="button"
        >
          <Icon name="cross" />
        </button>
      )}
    </div>
  )
}
