import { Link } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Moment } from '../../../ui/Moment.tsx'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'
import type { DeliveryState, LoggedDelivery } from '../log.ts'
import { RepeatDelivery } from './RepeatDelivery.tsx'
import { logWords, stateWords } from './words.ts'

const TONES: Readonly<Record<DeliveryState, Tone>> = {
  queued: 'info',
  gathered: 'info',
  held: 'warning',
  sent: 'success',
  failed: 'error',
  skipped: 'neutral',
  summarised: 'success',
}

const titleOf = ({ title, moment }: LoggedDelivery, language: Language): string => {
  if (title === null) return pick(logWords.digest, language)
  return moment === 'recovered' ? pick(logWords.recovered, language).replace('{title}', () => title) : title
}

/** Every e-mail that was to go out, and what became of it. */
export const DeliveryLog = ({
  rows,
  page,
  hasMore,
  manages,
  organisation,
  language,
  timeZone,
}: {
  rows: readonly LoggedDelivery[]
  page: number
  hasMore: boolean
  manages: boolean
  organisation: string
  language: Language
  timeZone: string
}): ReactElement => {
  const say = (words: (typeof logWords)[keyof typeof logWords]): string => pick(words, language)
  if (rows.length === 0 && page === 1)
    return (
      <EmptyState icon="clock" title={say(logWords.emptyTitle)}>
        {say(logWords.empty)}
      </EmptyState>
    )
  return (
    <>
      <p>{say(logWords.intro)}</p>
      <table className="kanal-notices__log">
        <thead>
          <tr>
            {[logWords.about, logWords.to, logWords.state, logWords.when].map((words) => (
              <th key={words.en} scope="col">
                {say(words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{titleOf(row, language)}</th>
              <td>{row.to}</td>
              <td>
                <StatusPill tone={TONES[row.state]} label={pick(stateWords[row.state], language)} />
                {row.attempts > 1 && (
                  <small> {say(logWords.attempts).replace('{count}', String(row.attempts))}</small>
                )}
                {row.cause && (
                  <p className="kanal-notices__cause">
                    {`${row.cause.what} ${row.cause.why} ${row.cause.remedy}`} <small>{row.cause.code}</small>
                  </p>
                )}
                {row.providerId && <small className="kanal-notices__cause">{row.providerId}</small>}
                {manages && row.canRepeat && (
                  <RepeatDelivery organisation={organisation} delivery={row.id} language={language} />
                )}
              </td>
              <td>
                <Moment at={row.at} language={language} timeZone={timeZone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(page > 1 || hasMore) && (
        <nav className="kanal-notices__pages" aria-label={say(logWords.pages)}>
          {page > 1 && (
            <Link href={`?tab=log&page=${page - 1}`} prefetch={false}>
              {say(logWords.newer)}
            </Link>
          )}
          {hasMore && (
            <Link href={`?tab=log&page=${page + 1}`} prefetch={false}>
              {say(logWords.older)}
            </Link>
          )}
        </nav>
      )}
    </>
  )
}
