'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { auditActionText, auditOutcomeText } from '../../../ui/cells/audit-words.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { AuditRow } from '../search.ts'
import { words } from './words.ts'

/** A row as it travels: instants are text. */
export type Line = Omit<AuditRow, 'at'> & { at: string }

const TONES = { ok: 'success', denied: 'error', failed: 'warning' } as const

const wordOf = <K extends string>(
  known: Readonly<Record<K, { id: string; en: string }>>,
  key: string,
  language: Language,
): string => (Object.hasOwn(known, key) ? pick(known[key as K], language) : key)

/** One thing that happened; opens to show everything that was written down. */
export const AuditLine = ({
  line,
  language,
  timeZone,
}: {
  line: Line
  language: Language
  timeZone: string
}): ReactElement => {
  const who = line.actorLabel ?? pick(line.actorType === 'system' ? words.system : words.somebody, language)
  const facts: [string, string | null][] = [
    [pick(words.fields, language), line.fields.join(', ') || null],
    [pick(words.reason, language), line.reason],
    [pick(words.address, language), line.ip],
    [pick(words.browser, language), line.userAgent],
    [pick(words.request, language), line.requestId],
    [
      pick(words.row, language),
      line.seq === null ? null : `${line.seq}${line.mac ? ` · ${line.mac.slice(0, 12)}` : ''}`,
    ],
  ]
  return (
    <li className="kanal-audit__row">
      <details>
        <summary>
          <span className="kanal-audit__what">
            <strong>{who}</strong> {wordOf(auditActionText, line.action, language).toLowerCase()}
            {line.targetLabel && <span className="kanal-audit__target"> · {line.targetLabel}</span>}
          </span>
          {line.outcome !== 'ok' && (
            <StatusPill
              label={wordOf(auditOutcomeText, line.outcome, language)}
              tone={line.outcome === 'denied' ? TONES.denied : TONES.failed}
            />
          )}
          <span className="kanal-audit__when">
            <RelativeTime at={line.at} language={language} timeZone={timeZone} />
          </span>
        </summary>
        <dl className="kanal-audit__facts">
          {facts.map(([label, value]) =>
            value === null ? null : (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
      </details>
    </li>
  )
}
