'use client'

import { Button } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { request } from '../../../ui/client/request.ts'
import { AuditFilters, type Choice } from './AuditFilters.tsx'
import { AuditLine, type Line } from './AuditLine.tsx'
import { Download } from './Download.tsx'
import { Outside } from './Outside.tsx'
import { Soundness } from './Soundness.tsx'
import type { TrailStatus } from '../status.ts'
import { words } from './words.ts'

interface Found {
  rows: Line[]
  next: number | null
  actors: { id: string; name: string }[]
  status: TrailStatus
}

const TYPING_MS = 300

/** The address of the trail as filtered. */
const queryOf = (organisation: string, choice: Choice): URLSearchParams =>
  new URLSearchParams([
    ['organisation', organisation],
    ...Object.entries(choice).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ])

/** Filters, the rows that fit, and whether the trail holds. */
export const AuditPage = ({
  organisation,
  timeZone,
  language,
}: {
  organisation: string
  timeZone: string
  language: Language
}): ReactElement => {
  const [choice, setChoice] = useState<Choice>({})
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const latest = useRef(0)

  const load = useCallback(
    async (wanted: Choice, before: number | null): Promise<void> => {
      const turn = (latest.current += 1)
      setBusy(true)
      const query = queryOf(organisation, wanted)
      if (before !== null) query.set('before', String(before))
      const answer = await request<Found>('GET', `/api/audit-events/search?${query}`, language)
      if (turn !== latest.current) return
      setBusy(false)
      setProblem(answer.ok ? null : answer.message)
      if (!answer.ok) return
      setFound((was) =>
        before === null || !was ? answer.data : { ...answer.data, rows: [...was.rows, ...answer.data.rows] },
      )
    },
    [organisation, language],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load(choice, null), choice.words ? TYPING_MS : 0)
    return () => clearTimeout(timer)
  }, [choice, load])

  return (
    <>
      <div className="kanal-audit__top">
        {found && <Soundness language={language} status={found.status} timeZone={timeZone} />}
        <Download language={language} onProblem={setProblem} query={queryOf(organisation, choice)} />
      </div>
      {found && <Outside language={language} status={found.status} timeZone={timeZone} />}
      <AuditFilters actors={found?.actors ?? []} choice={choice} language={language} onChange={setChoice} />
      {problem && (
        <p className="kanal-audit__problem" role="alert">
          {problem}
        </p>
      )}
      <div aria-busy={busy} aria-live="polite">
        {found && found.rows.length === 0 && !busy && (
          <EmptyState icon="eye" title={pick(words.emptyTitle, language)}>
            {pick(words.empty, language)}
          </EmptyState>
        )}
        <ol className="kanal-audit__rows">
          {found?.rows.map((line) => (
            <AuditLine key={line.id} language={language} line={line} timeZone={timeZone} />
          ))}
        </ol>
        {busy && <p className="kanal-audit__loading">{pick(words.loading, language)}</p>}
      </div>
      {found && found.next !== null && (
        <Button
          buttonStyle="secondary"
          disabled={busy}
          margin={false}
          onClick={() => void load(choice, found.next)}
        >
          {pick(words.older, language)}
        </Button>
      )}
    </>
  )
}
