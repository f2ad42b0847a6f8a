import { Link } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'
import type { Notice } from '../inbox.ts'
import { severityText } from '../severity.ts'
import { bellWords } from './words.ts'

const TONES: Readonly<Record<Notice['severity'], Tone>> = {
  critical: 'error',
  warning: 'warning',
  info: 'info',
}

/** One notice of the list: what happened, what to do, and whether it is over. */
export const NoticeItem = ({
  notice,
  adminRoute,
  language,
  timeZone,
  showsOrganisation,
  onRead,
  onFollow,
}: {
  notice: Notice
  adminRoute: string
  language: Language
  timeZone: string
  showsOrganisation: boolean
  onRead: () => void
  onFollow: () => void
}): ReactElement => {
  const isOver = notice.state === 'recovered'
  const titleId = `notice-${notice.id}`
  return (
    <li className={`kanal-bell__item${notice.isRead ? '' : ' kanal-bell__item--unread'}`}>
      <p className="kanal-bell__line">
        {isOver ? (
          <StatusPill tone="success" label={pick(bellWords.recovered, language)} />
        ) : (
          <StatusPill tone={TONES[notice.severity]} label={pick(severityText[notice.severity], language)} />
        )}
        <span className="kanal-bell__when">
          <RelativeTime at={notice.toldAt} language={language} timeZone={timeZone} />
          {notice.count > 1 &&
            ` · ${pick(bellWords.times, language).replace('{count}', String(notice.count))}`}
        </span>
      </p>
      <h4 id={titleId}>
        {!notice.isRead && (
          <span className="kanal-bell__dot" role="img" aria-label={pick(bellWords.unread, language)} />
        )}
        {notice.title}
      </h4>
      {showsOrganisation && <p className="kanal-bell__organisation">{notice.organisation}</p>}
      {isOver ? <p>{notice.recovered}</p> : <p>{`${notice.what} ${notice.remedy}`}</p>}
      <p className="kanal-bell__actions">
        {notice.link && !isOver && (
          <Link
            className="kanal-bell__link kanal-bell__link--main"
            href={`${adminRoute}${notice.link}`}
            prefetch={false}
            aria-describedby={titleId}
            onClick={onFollow}
          >
            {notice.action}
          </Link>
        )}
        {!notice.isRead && (
          <button type="button" className="kanal-bell__link" aria-describedby={titleId} onClick={onRead}>
            {pick(bellWords.read, language)}
          </button>
        )}
      </p>
    </li>
  )
}
