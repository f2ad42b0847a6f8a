'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { auditActionText, auditOutcomeText } from '../../../ui/cells/audit-words.ts'
import { formatInstant } from '../../../ui/format.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'
import type { AuditOutcome } from '../../audit/actions.ts'
import type { AuditLine } from '../endpoints/details.ts'
import type { IntegrationCard } from '../view-model.ts'
import { labelOf } from './label-of.ts'
import { lifecycleWords } from './lifecycle-words.ts'

const TONES: Readonly<Record<AuditOutcome, Tone>> = { ok: 'success', denied: 'error', failed: 'warning' }

/** Audit: what people did to this integration, the newest first. */
export const AuditTab = ({
  card,
  lines,
  language,
  timeZone,
}: {
  card: IntegrationCard
  lines: readonly AuditLine[]
  language: Language
  timeZone: string
}): ReactElement => (
  <>
    {lines.length === 0 ? (
      <p>{pick(lifecycleWords.noAudit, language)}</p>
    ) : (
      <ol className="kanal-tab__list">
        {lines.map((line) => (
          <li key={line.id}>
            <div className="kanal-tab__line">
              <strong>{pick(auditActionText[line.action], language)}</strong>
              <StatusPill label={pick(auditOutcomeText[line.outcome], language)} tone={TONES[line.outcome]} />
            </div>
            <p className="kanal-tab__meta">
              {[
                line.by ?? pick(lifecycleWords.byKanal, language),
                formatInstant(line.at, { language, timeZone }),
                line.ip,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {(line.fields.length > 0 || line.reason) && (
              <p className="kanal-tab__meta">
                {line.fields.map((field) => labelOf(card, field, language)).join(', ')}
                {line.fields.length > 0 && line.reason && ' · '}
                {line.reason && <code>{line.reason}</code>}
              </p>
            )}
          </li>
        ))}
      </ol>
    )}
    <p>
      <a href={`/admin/collections/audit-events?where[targetId][equals]=${card.id}`}>
        {pick(lifecycleWords.auditAll, language)} <Icon name="open" size={14} />
      </a>
    </p>
  </>
)
