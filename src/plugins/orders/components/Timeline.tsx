import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { orderStatusText } from '../../../collections/orders/statuses.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatInstant } from '../../../ui/format.ts'
import type { PageEvent } from './order-page.data.ts'

const title = text('Riwayat', 'History')
const sources: Readonly<Record<string, LocalizedText>> = {
  webhook: text('diberitahu marketplace', 'told by the marketplace'),
  poll: text('pemeriksaan berkala', 'regular check'),
  user: text('diambil ulang oleh tim', 'fetched again by the team'),
}

/** What happened to the order, newest first, and how Kanal heard of it. */
export const Timeline = ({
  events,
  language,
  timeZone,
}: {
  events: readonly PageEvent[]
  language: Language
  timeZone: string
}) => (
  <section className="kanal-order__card">
    <h2>{pick(title, language)}</h2>
    <ol className="kanal-order__timeline">
      {events.toReversed().map((event) => (
        <li key={event.id}>
          <strong>{pick(orderStatusText[event.to], language)}</strong>
          <time dateTime={new Date(event.at).toISOString()}>
            {formatInstant(event.at, { language, timeZone })}
          </time>
          <small title={event.raw ?? undefined}>
            {pick(sources[event.source] ?? text(event.source, event.source), language)}
          </small>
        </li>
      ))}
    </ol>
  </section>
)
