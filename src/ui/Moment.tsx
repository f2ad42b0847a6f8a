import type { Language } from '../adapters/contract.ts'
import { formatInstant, formatRelative } from './format.ts'

/** A time in words as of the rendering of the page, with the exact instant on hover. For lists: needs no script. */
export const Moment = ({
  at,
  language,
  timeZone,
}: {
  at: Date | string
  language: Language
  timeZone: string
}) => (
  <time dateTime={new Date(at).toISOString()} title={formatInstant(at, { language, timeZone })}>
    {formatRelative(at, new Date(), language)}
  </time>
)
