import { Link } from '@payloadcms/ui'
import type { LocalizedText } from '../adapters/contract.ts'
import { pick } from '../i18n/pick.ts'
import { text } from '../i18n/text.ts'
import { type Condition, listHref } from './list-href.ts'
import './QuickFilters.css'

export interface QuickFilter {
  label: LocalizedText
  conditions: readonly Condition[]
}

const title = text('Filter cepat', 'Quick filters')

const flat = (value: unknown, path: string): string[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}[${key}]`))
    : [`${path}=${String(value)}`]

/** Whether the list is filtered exactly so; both sides are compared in the form of an address. */
const isOn = (href: string, where: unknown): boolean => {
  const wanted = [...new URLSearchParams(href.split('?')[1] ?? '')].map(([name, value]) => `${name}=${value}`)
  const present = where === undefined ? [] : flat(where, 'where')
  return wanted.length === present.length && wanted.every((pair) => present.includes(pair))
}

/** The questions a seller asks of a list most often, each one press away; they set the list's own filter. */
export const QuickFilters = ({
  collection,
  filters,
  where,
  language,
}: {
  collection: string
  filters: readonly QuickFilter[]
  where: unknown
  language: string
}) => (
  <nav className="kanal-quick" aria-label={pick(title, language)}>
    {filters.map(({ label, conditions }) => {
      const href = listHref(collection, conditions)
      return (
        <Link
          key={label.en}
          className="kanal-quick__filter"
          href={href}
          aria-current={isOn(href, where) ? 'true' : undefined}
          prefetch={false}
        >
          {pick(label, language)}
        </Link>
      )
    })}
  </nav>
)
