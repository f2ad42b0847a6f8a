'use client'

import { Link, useConfig } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { formatDay } from '../../../ui/format.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { CopyStatus } from '../outside/copy-status.ts'
import type { StreamStatus } from '../outside/stream-cursor.ts'
import type { TrailStatus } from '../status.ts'
import { words } from './words.ts'

interface Common {
  language: Language
  timeZone: string
}

/** What of the trail is kept outside this machine. */
export const Outside = ({ status, ...common }: Common & { status: TrailStatus }): ReactElement => {
  const { copy, stream, isOperator } = status
  const { language } = common
  const { config } = useConfig()
  return (
    <section aria-labelledby="kanal-audit-outside" className="kanal-audit__outside">
      <h2 id="kanal-audit-outside">{pick(words.outside, language)}</h2>
      {copy ? (
        <Copies copy={copy} {...common} />
      ) : (
        <p>
          {pick(words.noPlace, language)}{' '}
          {isOperator && (
            <Link href={`${config.routes.admin}/integrations`} prefetch={false}>
              {pick(words.setUp, language)}
            </Link>
          )}
        </p>
      )}
      {stream && <Stream stream={stream} {...common} />}
    </section>
  )
}

const Copies = ({ copy, language, timeZone }: Common & { copy: CopyStatus }): ReactElement => {
  const { last, isLate, problem, unknownSeq, place } = copy
  return (
    <>
      {unknownSeq !== null && (
        <p className="kanal-audit__alarm" role="alert">
          {pick(words.unknownCopy(unknownSeq), language)}
        </p>
      )}
      <p>
        {isLate && <StatusPill label={pick(words.copyLate, language)} tone="warning" />}{' '}
        {last ? (
          <>
            {pick(words.copied, language)}{' '}
            <strong>
              <RelativeTime at={last.at} language={language} timeZone={timeZone} />
            </strong>
            , {pick(words.copyNumber(last.seq), language)}, <code>{place}</code>;{' '}
            {last.lockedUntil
              ? `${pick(words.lockedUntil, language)} ${formatDay(new Date(last.lockedUntil), { language, timeZone })}`
              : pick(words.notLocked, language)}
            .
          </>
        ) : (
          pick(words.noCopyYet, language)
        )}
      </p>
      {problem && (
        <p>
          {pick(words.copyFailed, language)} {pick(problem, language)}
        </p>
      )}
    </>
  )
}

const Stream = ({ stream, language, timeZone }: Common & { stream: StreamStatus }): ReactElement => {
  const { behind, waitingSince, deliveredAt, problem } = stream
  const isStarting = deliveredAt === null && problem === null
  return (
    <p>
      {pick(words.stream, language)}{' '}
      {isStarting && behind > 0
        ? pick(words.streamStarting, language)
        : pick(behind > 0 ? words.streamBehind(behind) : words.streamCurrent, language)}
      {behind > 0 && !isStarting && waitingSince && (
        <>
          {' '}
          {pick(words.streamSince, language)}{' '}
          <RelativeTime at={waitingSince} language={language} timeZone={timeZone} />
        </>
      )}
      .{problem && ` ${pick(words.copyFailed, language)} ${pick(problem, language)}`}
    </p>
  )
}
