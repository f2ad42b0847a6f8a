'use client'

import { toast } from '@payloadcms/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'
import { formatDuration, formatNumber } from '../../../ui/format.ts'
import type { ImportRun } from '../../catalog/runs.ts'

const POLL_MS = 1_000

type Run = Pick<ImportRun, 'status' | 'done' | 'total' | 'linked' | 'unlinked'>

const words = {
  queued: text('Impor menunggu giliran…', 'Import is waiting its turn…'),
  running: text('Mengimpor katalog', 'Importing the catalogue'),
  remaining: text('sisa sekitar', 'about'),
  left: text('', ' left'),
  finished: text('Katalog diimpor.', 'The catalogue is imported.'),
}

const summary = ({ linked, unlinked }: Run, language: Language): string =>
  language === 'en'
    ? `${pick(words.finished, language)} ${linked} listings linked, ${unlinked} still unlinked.`
    : `${pick(words.finished, language)} ${linked} listing tertaut, ${unlinked} belum ditautkan.`

/** A running import: how many listings have come in, of how many, and how long it will still take. */
export const ImportProgress = ({
  shopId,
  language,
  onEnd,
}: {
  shopId: string
  language: Language
  onEnd: (failure: string | null) => void
}) => {
  const [state, setState] = useState<Run | null>(null)
  const [startedAt] = useState(() => Date.now())
  const [now, setNow] = useState(startedAt)

  const look = useEffectEvent(async () => {
    const answer = await request<{ run: Run | null }>('GET', `/api/shops/${shopId}/import`, language)
    if (!answer.ok) return onEnd(answer.message)
    const { run } = answer.data
    setState(run)
    setNow(Date.now())
    if (run === null) onEnd(null)
    if (run?.status === 'failed') onEnd(null)
    if (run?.status === 'done') {
      toast.success(summary(run, language))
      onEnd(null)
    }
  })
  useEffect(() => {
    void look()
    const timer = setInterval(() => void look(), POLL_MS)
    return () => clearInterval(timer)
  }, [])

  const done = state?.done ?? 0
  const total = state?.total ?? null
  const pace = done > 0 ? (now - startedAt) / done : null
  const remaining = total !== null && pace !== null && total > done ? pace * (total - done) : null
  const count = total === null ? formatNumber(done) : `${formatNumber(done)} / ${formatNumber(total)}`
  const sentence =
    state === null || state.status === 'queued'
      ? pick(words.queued, language)
      : `${pick(words.running, language)}: ${count}`
  return (
    <div className="kanal-import">
      <progress
        className="kanal-import__bar"
        aria-label={pick(words.running, language)}
        max={total ?? undefined}
        value={total === null ? undefined : done}
      />
      <span role="status">{sentence}</span>
      {remaining !== null && remaining > 2_000 && (
        <span className="kanal-shop__quiet">
          {pick(words.remaining, language)} {formatDuration(remaining, language)}
          {pick(words.left, language)}
        </span>
      )}
    </div>
  )
}
