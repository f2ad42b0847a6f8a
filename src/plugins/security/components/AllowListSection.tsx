'use client'

import { Button } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useEffect, useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { AllowList } from '../organisation/allow-list.ts'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.allowList
const MINUTE_MS = 60_000
const TICK_MS = 5_000

/** The addresses from which the organisation can be opened; a new list counts on trial until it is confirmed. */
export const AllowListSection = ({
  allowList,
  address,
  organisation,
  language,
}: {
  allowList: AllowList
  /** Where the person sits now. */
  address: string | null
  organisation: string
  language: Language
}): ReactElement => {
  const { busy, problem, send } = useChange(language)
  const [lines, setLines] = useState(allowList.ranges.join('\n'))
  const minutesLeft = useTrial(allowList.trialEndsAt)
  const typed = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const isSame = typed.join() === allowList.ranges.join()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send('POST', 'allow-list', { organisation, ranges: typed }, typed.length > 0 ? w.tried : w.cleared)
  }
  const settle = (keep: boolean): void =>
    void send('POST', 'allow-list/confirm', { organisation, keep }, keep ? w.kept : w.dropped)

  return (
    <section aria-labelledby="kanal-allow-list" className="kanal-settings__card kanal-security__card">
      <h3 id="kanal-allow-list">{pick(w.title, language)}</h3>
      <p>{pick(w.intro, language)}</p>
      {minutesLeft !== null && (
        <div className="kanal-security__trial" role="status">
          <p>{pick(w.trial(minutesLeft), language)}</p>
          <div className="kanal-security__buttons">
            <Button disabled={busy} margin={false} onClick={() => settle(true)}>
              {pick(w.keep, language)}
            </Button>
            <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => settle(false)}>
              {pick(w.back, language)}
            </Button>
          </div>
        </div>
      )}
      <form onSubmit={submit}>
        <div className="field-type textarea kanal-security__ranges">
          <label htmlFor="kanal-ranges">{pick(w.label, language)}</label>
          <textarea
            aria-describedby="kanal-own-address"
            id="kanal-ranges"
            onChange={(event) => setLines(event.target.value)}
            placeholder={'203.0.113.9\n203.0.113.0/24'}
            rows={Math.max(4, typed.length + 1)}
            spellCheck={false}
            value={lines}
          />
        </div>
        <p className="kanal-security__own" id="kanal-own-address">
          <span>
            {pick(w.yours, language)}: <code>{address ?? '–'}</code>
          </span>
          {address !== null && !typed.some((line) => line.replace(/\/(32|128)$/, '') === address) && (
            <button onClick={() => setLines([...typed, address].join('\n'))} type="button">
              {pick(w.add, language)}
            </button>
          )}
        </p>
        {typed.length === 0 && <p className="kanal-security__hint">{pick(w.empty, language)}</p>}
        <Problem text={problem} />
        <Button disabled={busy || isSame} margin={false} type="submit">
          {pick(busy ? words.saving : words.save, language)}
        </Button>
      </form>
    </section>
  )
}

/** Minutes until the trial ends, or null without one. Shows the list that is back in force once it has ended. */
function useTrial(endsAt: string | null): number | null {
  const router = useRouter()
  const [now, setNow] = useState(() => Date.now())
  const left = endsAt === null ? null : new Date(endsAt).getTime() - now
  const isOver = left !== null && left <= 0
  useEffect(() => {
    if (endsAt === null) return undefined
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [endsAt])
  useEffect(() => {
    if (isOver) router.refresh()
  }, [isOver, router])
  return left === null || isOver ? null : Math.ceil(left / MINUTE_MS)
}
