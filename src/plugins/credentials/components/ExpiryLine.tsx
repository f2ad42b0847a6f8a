import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { ExpiryCard } from '../view-model.ts'
import { dayText, leftText, rulesWords } from './rules-words.ts'
import './ExpiryLine.css'

/** People are warned from here on. */
export const SOON_DAYS = 30
const URGENT_DAYS = 7

/** Until when the keys of an integration are valid, counted in days; nothing when nobody knows and nobody asks. */
export const ExpiryLine = ({
  expiry,
  language,
  onFill,
}: {
  expiry: ExpiryCard
  language: Language
  /** Opens the place where the date is entered; left out for those who may not. */
  onFill?: (() => void) | undefined
}): ReactElement | null => {
  const { on, daysLeft, isAsked } = expiry
  if (on !== null && daysLeft !== null) {
    const mood = daysLeft <= URGENT_DAYS ? 'urgent' : daysLeft <= SOON_DAYS ? 'soon' : 'calm'
    return (
      <p className={`kanal-expiry kanal-expiry--${mood}`}>
        {pick(rulesWords.expiryTitle, language)} <strong>{dayText(on, language)}</strong> ·{' '}
        {pick(leftText(daysLeft), language)}
        {mood !== 'calm' && `. ${pick(rulesWords.expiryRenew, language)}`}
      </p>
    )
  }
  if (!isAsked) return null
  return (
    <p className="kanal-expiry kanal-expiry--soon">
      {pick(rulesWords.expiryAsked, language)}{' '}
      {onFill && (
        <button className="kanal-link" onClick={onFill} type="button">
          {pick(rulesWords.expiryFill, language)}
        </button>
      )}
    </p>
  )
}
