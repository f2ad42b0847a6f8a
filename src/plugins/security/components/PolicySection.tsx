'use client'

import { Button } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatInstant } from '../../../ui/format.ts'
import type { Demand, Policy } from '../organisation/policy.ts'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.policy
const CHOICES: readonly { value: Demand; label: typeof w.off; what: typeof w.off }[] = [
  { value: 'off', label: w.off, what: w.offWhat },
  { value: 'optional', label: w.optional, what: w.optionalWhat },
  { value: 'required', label: w.required, what: w.requiredWhat },
]

/** Whether people of the organisation must have a second factor; below it, who has one. */
export const PolicySection = ({
  policy,
  organisation,
  language,
  timeZone,
  children,
}: {
  policy: Policy
  organisation: string
  language: Language
  timeZone: string
  children: ReactNode
}): ReactElement => {
  const { busy, problem, send } = useChange(language)
  const [secondFactor, setSecondFactor] = useState(policy.secondFactor)
  const [graceDays, setGraceDays] = useState(String(policy.graceDays))
  const isSame = secondFactor === policy.secondFactor && graceDays === String(policy.graceDays)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send('POST', 'policy', { organisation, secondFactor, graceDays: Number(graceDays) }, w.saved)
  }
  return (
    <section aria-labelledby="kanal-policy" className="kanal-settings__card kanal-security__card">
      <h3 id="kanal-policy">{pick(w.title, language)}</h3>
      <p>{pick(w.intro, language)}</p>
      <form onSubmit={submit}>
        <fieldset className="kanal-security__choices">
          <legend className="kanal-security__unseen">{pick(w.title, language)}</legend>
          {CHOICES.map(({ value, label, what }) => (
            <label key={value}>
              <input
                checked={secondFactor === value}
                name="secondFactor"
                onChange={() => setSecondFactor(value)}
                type="radio"
                value={value}
              />
              <span>
                <strong>{pick(label, language)}</strong>
                <small>{pick(what, language)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {secondFactor === 'required' && (
          <div className="field-type text kanal-security__days">
            <label htmlFor="kanal-grace">{pick(w.grace, language)}</label>
            <input
              id="kanal-grace"
              inputMode="numeric"
              max={90}
              min={0}
              onChange={(event) => setGraceDays(event.target.value)}
              required
              type="number"
              value={graceDays}
            />
            {policy.dueAt && (
              <p className="kanal-security__hint">
                {pick(w.due, language)} {formatInstant(policy.dueAt, { language, timeZone })}
              </p>
            )}
          </div>
        )}
        <Problem text={problem} />
        <Button disabled={busy || isSame || graceDays === ''} margin={false} type="submit">
          {pick(busy ? words.saving : words.save, language)}
        </Button>
      </form>
      {children}
    </section>
  )
}
