'use client'

import { Button } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { SessionLine } from '../sessions/list.ts'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.sessions

/** Where the person is signed in, with a way to end what is not theirs. */
export const SessionSection = ({
  sessions,
  language,
  timeZone,
}: {
  sessions: readonly SessionLine[]
  language: Language
  timeZone: string
}): ReactElement => {
  const { busy, problem, send } = useChange(language)
  const end = (which: { id: string } | { others: true }): void =>
    void send('POST', 'sessions/end', which, w.ended)
  const others = sessions.filter(({ isCurrent }) => !isCurrent)
  return (
    <section aria-labelledby="kanal-sessions" className="kanal-settings__card kanal-security__card">
      <h3 id="kanal-sessions">{pick(w.title, language)}</h3>
      <p>{pick(others.length > 0 ? w.intro : w.onlyThis, language)}</p>
      <Problem text={problem} />
      <ul className="kanal-security__sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{session.device}</strong>
              <span>{session.address ?? '–'}</span>
            </div>
            <span>
              {pick(w.active, language)}{' '}
              <RelativeTime at={session.lastActiveAt} language={language} timeZone={timeZone} />
            </span>
            {session.isCurrent ? (
              <StatusPill label={pick(w.current, language)} tone="success" />
            ) : (
              <Button
                aria-label={`${pick(w.end, language)}: ${session.device}, ${session.address ?? '–'}`}
                buttonStyle="secondary"
                disabled={busy}
                margin={false}
                onClick={() => end({ id: session.id })}
              >
                {pick(w.end, language)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => end({ others: true })}>
          {pick(w.endOthers, language)}
        </Button>
      )}
    </section>
  )
}
