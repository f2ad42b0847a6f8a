'use client'

import Link from 'next/link'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { ImportLine, TestedLine } from '../events.ts'
import { words } from './words.ts'

const VERDICTS = {
  accepted: { tone: 'success', label: text('Berhasil', 'Works') },
  rejected: { tone: 'error', label: text('Ditolak', 'Rejected') },
  unverified: { tone: 'warning', label: text('Belum bisa diuji', 'Could not be tested') },
} as const

/** How an import goes on: a bar while connections are tested, and what each test said. */
export const ImportResult = ({
  language,
  lines,
}: {
  language: Language
  lines: readonly ImportLine[]
}): ReactElement => {
  const stored = lines.find((line) => line.type === 'stored')
  const tested = lines.filter((line): line is TestedLine => line.type === 'tested')
  const done = lines.find((line) => line.type === 'done')
  return (
    <div aria-live="polite">
      {stored && (
        <div className="kanal-bundles__result">
          <p>
            <strong>
              {done
                ? `${pick(words.doneTitle, language)}: ${done.accepted} ${pick(words.of, language)} ${done.total} ${pick(words.accepted, language)}`
                : `${pick(words.testing, language)}: ${tested.length} ${pick(words.of, language)} ${stored.total}`}
            </strong>
          </p>
          <progress aria-label={pick(words.testing, language)} max={stored.total} value={tested.length} />
          <ul>
            {tested.map(({ name, verdict, explanation }) => (
              <li key={name}>
                <div className="kanal-bundles__entry">
                  <strong>{name}</strong>
                  <StatusPill label={pick(VERDICTS[verdict].label, language)} tone={VERDICTS[verdict].tone} />
                </div>
                {explanation && (
                  <p className="kanal-bundles__hint">
                    {[explanation.what, explanation.why, explanation.remedy]
                      .map((part) => pick(part, language))
                      .join(' ')}
                  </p>
                )}
              </li>
            ))}
          </ul>
          {done && <Link href="/admin/integrations">{pick(words.toIntegrations, language)}</Link>}
        </div>
      )}
    </div>
  )
}
