import { Link } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { Moment } from '../../../ui/Moment.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { Notice } from '../inbox.ts'
import { severityText } from '../severity.ts'
import './UrgentList.css'

const words = { title: text('Perlu tindakan sekarang', 'Needs action now') }

/** Urgent incidents that are still open, each with what to do and the button that leads there. */
export const UrgentList = ({
  notices,
  adminRoute,
  language,
  timeZone,
}: {
  notices: readonly Notice[]
  adminRoute: string
  language: Language
  timeZone: string
}): ReactElement | null => {
  if (notices.length === 0) return null
  return (
    <section className="kanal-urgent" aria-labelledby="kanal-urgent">
      <h2 id="kanal-urgent">{pick(words.title, language)}</h2>
      <ul>
        {notices.map(({ id, title, what, remedy, link, action, openedAt, organisation }) => (
          <li key={id}>
            <div>
              <h3 id={`urgent-${id}`}>{title}</h3>
              <p className="kanal-urgent__since">
                <StatusPill tone="error" label={pick(severityText.critical, language)} />
                <Moment at={openedAt} language={language} timeZone={timeZone} />
                <span>{organisation}</span>
              </p>
              <p>{`${what} ${remedy}`}</p>
            </div>
            {link && (
              <Link
                className="btn btn--style-primary btn--size-medium kanal-urgent__button"
                href={`${adminRoute}${link}`}
                prefetch={false}
                aria-describedby={`urgent-${id}`}
              >
                {action}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
