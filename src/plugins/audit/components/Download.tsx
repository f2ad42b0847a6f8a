'use client'

import { Button } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { messageOf } from '../../../ui/client/request.ts'
import { stepUpFetch } from '../../../ui/step-up/fetch.ts'
import type { ExportFormat } from '../export.ts'
import { words } from './words.ts'

/** Hands a file to the browser's downloads. */
function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

/** The rows as filtered, as a file. Asks for a proof of identity first. */
export const Download = ({
  query,
  language,
  onProblem,
}: {
  query: URLSearchParams
  language: Language
  onProblem: (problem: string | null) => void
}): ReactElement => {
  const [busy, setBusy] = useState<ExportFormat | null>(null)
  const download = async (format: ExportFormat): Promise<void> => {
    setBusy(format)
    onProblem(null)
    const wanted = new URLSearchParams(query)
    wanted.set('format', format)
    const response = await stepUpFetch(`/api/audit-events/export?${wanted}`, {
      credentials: 'include',
    }).catch(() => null)
    if (response?.ok) {
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
      keep(await response.blob(), name ?? `audit.${format}`)
    } else onProblem(messageOf(await response?.json().catch(() => null), language))
    setBusy(null)
  }
  return (
    <div className="kanal-audit__download">
      {(['csv', 'jsonl'] as const).map((format) => (
        <Button
          buttonStyle="secondary"
          disabled={busy !== null}
          key={format}
          margin={false}
          onClick={() => void download(format)}
        >
          {busy === format
            ? pick(words.preparing, language)
            : `${pick(words.download, language)} ${format.toUpperCase()}`}
        </Button>
      ))}
      <span>{pick(words.downloadNote, language)}</span>
    </div>
  )
}
