'use client'

import { Button } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatInstant } from '../../../ui/format.ts'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'
import type { BundleReport } from '../events.ts'
import type { EntryReport } from '../examine.ts'
import { FIELD_WORDS, OBSTACLE_WORDS, STATE_WORDS, words } from './words.ts'

const TONES: Readonly<Record<EntryReport['state'], Tone>> = {
  new: 'info',
  same: 'success',
  conflict: 'warning',
  impossible: 'error',
}

/** What the file would do here, entry by entry, and the person's decision about each. */
export const ReportStep = ({
  busy,
  importing,
  isStored,
  language,
  onImport,
  onStores,
  report,
  stores,
  timeZone,
}: {
  busy: boolean
  importing: boolean
  isStored: boolean
  language: Language
  onImport: () => void
  onStores: (stores: ReadonlySet<string>) => void
  report: BundleReport
  stores: ReadonlySet<string>
  timeZone: string
}): ReactElement => {
  const isPointless = report.entries.every(({ state }) => state === 'same' || state === 'impossible')
  const decide = (adapter: string, isStore: boolean): void =>
    onStores(new Set([...[...stores].filter((each) => each !== adapter), ...(isStore ? [adapter] : [])]))
  return (
    <fieldset>
      <legend>3. {pick(words.reportStep, language)}</legend>
      <p className="kanal-bundles__hint">
        {pick(words.from, language)} <strong>{report.source}</strong>. {pick(words.madeAt, language)}{' '}
        {formatInstant(report.createdAt, { language, timeZone })}.
      </p>
      <ul className="kanal-bundles__report">
        {report.entries.map((entry) => (
          <li key={entry.adapter}>
            <div className="kanal-bundles__entry">
              <strong>{entry.name}</strong>
              {entry.environmentLabel && <span>{pick(entry.environmentLabel, language)}</span>}
              <StatusPill label={pick(STATE_WORDS[entry.state], language)} tone={TONES[entry.state]} />
            </div>
            {entry.obstacle && (
              <p className="kanal-bundles__hint">{pick(OBSTACLE_WORDS[entry.obstacle], language)}</p>
            )}
            {entry.environmentBefore !== null && (
              <p className="kanal-bundles__hint">
                {pick(words.becomes, language)}: {pick(entry.environmentBefore, language)}
              </p>
            )}
            {(entry.state === 'conflict' || entry.state === 'new') && (
              <>
                <p className="kanal-bundles__fields">
                  {entry.fields.map(({ field, label, state }) => (
                    <span key={field}>
                      {label ? pick(label, language) : field}: <em>{pick(FIELD_WORDS[state], language)}</em>
                    </span>
                  ))}
                </p>
                <Decision
                  disabled={busy || isStored}
                  entry={entry}
                  isStore={stores.has(entry.adapter)}
                  language={language}
                  onDecide={(isStore) => decide(entry.adapter, isStore)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      {isPointless ? (
        <p>{pick(words.nothingNew, language)}</p>
      ) : (
        !isStored && (
          <Button disabled={busy || stores.size === 0} margin={false} onClick={onImport}>
            {pick(importing ? words.importing : words.import, language)}
            {!importing && stores.size > 0 && ` (${stores.size})`}
          </Button>
        )
      )}
    </fieldset>
  )
}

const Decision = ({
  disabled,
  entry: { adapter, name, state },
  isStore,
  language,
  onDecide,
}: {
  disabled: boolean
  entry: EntryReport
  isStore: boolean
  language: Language
  onDecide: (isStore: boolean) => void
}): ReactElement => (
  <div
    aria-label={`${pick(words.decision, language)}: ${name}`}
    className="kanal-bundles__decision"
    role="radiogroup"
  >
    {[false, true].map((choice) => (
      <label className="kanal-bundles__pick" key={String(choice)}>
        <input
          checked={isStore === choice}
          disabled={disabled}
          name={`kanal-import-${adapter}`}
          onChange={() => onDecide(choice)}
          type="radio"
        />
        <span>
          {pick(!choice ? words.skip : state === 'conflict' ? words.replace : words.store, language)}
          {choice && state === 'conflict' && <small> {pick(words.replaceHelp, language)}</small>}
        </span>
      </label>
    ))}
  </div>
)
