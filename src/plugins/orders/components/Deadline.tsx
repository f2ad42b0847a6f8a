import type { Language, OrderStatus } from '../../../adapters/contract.ts'
import { formatDuration, formatInstant } from '../../../ui/format.ts'
import { AWAITING_SHIPMENT } from './tone.ts'
import './Deadline.css'

const SOON_MS = 6 * 3_600_000

/** How much time is left to hand the parcel over: late in red, soon in amber, and always in words. */
export const Deadline = ({
  at,
  status,
  language,
  timeZone,
}: {
  at: Date | string
  status: OrderStatus
  language: Language
  timeZone: string
}) => {
  if (!AWAITING_SHIPMENT.includes(status))
    return <span className="kanal-deadline kanal-deadline--over">–</span>
  const left = new Date(at).getTime() - Date.now()
  const length = formatDuration(left, language)
  const words =
    left < 0
      ? language === 'en'
        ? `${length} late`
        : `Terlambat ${length}`
      : language === 'en'
        ? `${length} left`
        : `${length} lagi`
  const urgency = left < 0 ? 'late' : left < SOON_MS ? 'soon' : 'calm'
  return (
    <time
      className={`kanal-deadline kanal-deadline--${urgency}`}
      dateTime={new Date(at).toISOString()}
      title={formatInstant(at, { language, timeZone })}
    >
      {words}
    </time>
  )
}
