'use client'

import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { matchCodeOf } from '../match-code.ts'
import { ENOUGH, LONGEST, strengthOf, suggestPassphrase } from '../passphrase.ts'
import { words } from './words.ts'

export interface Lock {
  kind: 'passphrase' | 'recipient'
  passphrase: string
  recipient: string
}

/** How the file is locked: for one instance, or with a passphrase that is strong enough. */
export const LockChoice = ({
  known,
  language,
  lock,
  onChange,
}: {
  known: readonly string[]
  language: Language
  lock: Lock
  onChange: (lock: Lock) => void
}): ReactElement => {
  const kinds = [
    { kind: 'recipient', label: words.byKey, help: words.byKeyHelp },
    { kind: 'passphrase', label: words.byPassphrase, help: words.byPassphraseHelp },
  ] as const
  return (
    <>
      {kinds.map(({ kind, label, help }) => (
        <label className="kanal-bundles__pick" key={kind}>
          <input
            checked={lock.kind === kind}
            name="kanal-export-lock"
            onChange={() => onChange({ ...lock, kind })}
            type="radio"
          />
          <span>
            {pick(label, language)} <small>{pick(help, language)}</small>
          </span>
        </label>
      ))}
      {lock.kind === 'recipient' ? (
        <div className="field-type textarea">
          <label htmlFor="kanal-export-recipient">{pick(words.recipient, language)}</label>
          <textarea
            autoComplete="off"
            id="kanal-export-recipient"
            onChange={({ target }) => onChange({ ...lock, recipient: target.value })}
            placeholder="kanal-penerima-1.…"
            required
            rows={3}
            spellCheck={false}
            value={lock.recipient}
          />
          <div aria-live="polite">
            {lock.recipient.trim() !== '' && <Match code={matchCodeOf(lock.recipient)} language={language} />}
          </div>
        </div>
      ) : (
        <Passphrase
          known={known}
          language={language}
          onChange={(passphrase) => onChange({ ...lock, passphrase })}
          value={lock.passphrase}
        />
      )}
    </>
  )
}

const Match = ({ code, language }: { code: string | null; language: Language }): ReactElement =>
  code === null ? (
    <p className="kanal-bundles__wrong">{pick(words.recipientWrong, language)}</p>
  ) : (
    <p className="kanal-bundles__hint">
      {pick(words.matchCode, language)}: <code>{code}</code>. {pick(words.matchCodeHelp, language)}
    </p>
  )

const LEVELS = ['weak', 'weak', 'fair', 'strong', 'strong'] as const

const Passphrase = ({
  known,
  language,
  onChange,
  value,
}: {
  known: readonly string[]
  language: Language
  onChange: (value: string) => void
  value: string
}): ReactElement => {
  const [shown, setShown] = useState(false)
  const score = strengthOf(value, known)
  const level = LEVELS[score] ?? 'weak'
  return (
    <div className="field-type text kanal-bundles__passphrase">
      <label htmlFor="kanal-export-passphrase">{pick(words.passphrase, language)}</label>
      <div className="kanal-bundles__row">
        <input
          aria-describedby="kanal-export-strength"
          autoComplete="new-password"
          id="kanal-export-passphrase"
          maxLength={LONGEST}
          onChange={({ target }) => onChange(target.value)}
          required
          spellCheck={false}
          type={shown ? 'text' : 'password'}
          value={value}
        />
        <button
          aria-pressed={shown}
          className="kanal-bundles__small"
          onClick={() => setShown(!shown)}
          type="button"
        >
          {pick(shown ? words.hide : words.show, language)}
        </button>
        {value !== '' && (
          <CopyButton label={pick(words.passphrase, language)} language={language} value={value} />
        )}
        <button
          className="kanal-bundles__small"
          onClick={() => {
            onChange(suggestPassphrase())
            setShown(true)
          }}
          type="button"
        >
          {pick(words.makePassphrase, language)}
        </button>
      </div>
      <div aria-live="polite" id="kanal-export-strength">
        {value !== '' && (
          <>
            <p className={`kanal-bundles__strength kanal-bundles__strength--${level}`}>
              <meter
                aria-label={pick(words.strength, language)}
                max={4}
                min={0}
                value={Math.max(score, 0.3)}
              />
              <span>{pick(words[level], language)}</span>
            </p>
            <p className="kanal-bundles__hint">
              {pick(score >= ENOUGH ? words.keepPassphrase : words.weakHelp, language)}
            </p>
          </>
        )}
      </div>
    </div>
  )
}
