'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { TrailStatus } from '../status.ts'
import { FAULTS, words } from './words.ts'

/** Whether the trail is still what was written. */
export const Soundness = ({
  status,
  language,
  timeZone,
}: {
  status: TrailStatus
  language: Language
  timeZone: string
}): ReactElement => {
  if (status.fault) {
    return (
      <p className="kanal-audit__soundness" role="alert">
        <StatusPill label={pick(words.broken, language)} tone="error" />
        <span>
          <strong>{pick(FAULTS[status.fault.kind], language)}.</strong>{' '}
          {pick(words.brokenLine(status.fault.seq), language)}
        </span>
      </p>
    )
  }
  return (
    <p className="kanal-audit__soundness">
      <StatusPill
        label={pick(status.verifiedAt ? words.sound : words.unverified, language)}
        tone={status.verifiedAt ? 'success' : 'neutral'}
      />
      <span>
        {status.verifiedAt ? (
          <>
            {pick(words.soundLine(status.rows), language)}{' '}
            <RelativeTime at={status.verifiedAt} language={language} timeZone={timeZone} />.
          </>
        ) : (
          pick(words.waitingLine, language)
        )}
      </span>
    </p>
  )
}
