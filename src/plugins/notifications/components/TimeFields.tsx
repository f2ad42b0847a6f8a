import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { QuietHours } from '../clock.ts'
import { DEFAULTS } from '../choices.ts'
import { pageWords } from './words.ts'

interface Shared {
  /** The words for leaving it open, with what then holds. */
  leftOpen: (value: string) => string
  /** The organisation's time zone as people say it. */
  zone: string
  language: Language
}

/** `22:00` as a clock is read: `22.00` in Indonesian. */
const spoken = (clock: string, language: Language): string =>
  language === 'id' ? clock.replace(':', '.') : clock

const hoursOf = (quiet: QuietHours | null, language: Language): string =>
  quiet ? `${spoken(quiet.from, language)}–${spoken(quiet.to, language)}` : pick(pageWords.none, language)

type Mode = 'open' | 'none' | 'hours'

/** When e-mails wait: as everybody, never, or between two times of each day. */
export const QuietHoursField = ({
  value,
  inherited,
  leftOpen,
  zone,
  language,
  onChange,
}: Shared & {
  value: QuietHours | null | undefined
  inherited: QuietHours | null
  onChange: (value: QuietHours | null | undefined) => void
}): ReactElement => {
  const say = (words: (typeof pageWords)[keyof typeof pageWords]): string => pick(words, language)
  const mode: Mode = value === undefined ? 'open' : value === null ? 'none' : 'hours'
  const start = inherited ?? (DEFAULTS.quiet as QuietHours)
  const choose = (next: string): void => {
    if (next === 'open') onChange(undefined)
    else onChange(next === 'none' ? null : start)
  }
  return (
    <div className="kanal-notices__topic">
      <label htmlFor="quiet">{say(pageWords.quiet)}</label>
      <p id="quiet-help">{say(pageWords.quietHelp).replace('{zone}', zone)}</p>
      <div className="kanal-notices__times">
        <select
          id="quiet"
          aria-describedby="quiet-help"
          value={mode}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="open">{leftOpen(hoursOf(inherited, language))}</option>
          <option value="none">{say(pageWords.quietNone)}</option>
          <option value="hours">{say(pageWords.quietOwn)}</option>
        </select>
        {value && (
          <>
            <label>
              {say(pageWords.from)}
              <input
                type="time"
                required
                value={value.from}
                onChange={({ target }) => onChange({ ...value, from: target.value })}
              />
            </label>
            <label>
              {say(pageWords.to)}
              <input
                type="time"
                required
                value={value.to}
                onChange={({ target }) => onChange({ ...value, to: target.value })}
              />
            </label>
          </>
        )}
      </div>
    </div>
  )
}

/** The time of the daily summary. */
export const TimeField = ({
  value,
  inherited,
  leftOpen,
  zone,
  language,
  onChange,
}: Shared & {
  value: string | undefined
  inherited: string
  onChange: (value: string | undefined) => void
}): ReactElement => {
  const label = `${pick(pageWords.digestAt, language)} (${zone})`
  return (
    <div className="kanal-notices__topic">
      <label htmlFor="digest">{label}</label>
      <div className="kanal-notices__times">
        <select
          id="digest"
          value={value === undefined ? 'open' : 'own'}
          onChange={({ target }) => onChange(target.value === 'open' ? undefined : inherited)}
        >
          <option value="open">{leftOpen(spoken(inherited, language))}</option>
          <option value="own">{pick(pageWords.ownTime, language)}</option>
        </select>
        {value !== undefined && (
          <input
            type="time"
            required
            aria-label={label}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </div>
    </div>
  )
}
