import { Link } from '@payloadcms/ui'
import type { Params } from 'payload'
import type { LocalizedText } from '../adapters/contract.ts'
import { pick } from '../i18n/pick.ts'
import { text } from '../i18n/text.ts'
import { type Condition, conditionsOf, listHref, sameConditions } from './list-href.ts'
import './QuickFilters.css'

export interface QuickFilter {
  label: LocalizedText
  conditions: readonly Condition[]
}

const title = text('Filter cepat', 'Quick filters')

/**
 * The questions a seller asks of a list most often, each one press away; they set the list's own filter, except for
 * the fields in `keep`, which other filters beside these set.
 */
export const QuickFilters = ({
  collection,
  filters,
  searchParams,
  keep = [],
  language,
}: {
  collection: string
  filters: readonly QuickFilter[]
  searchParams: Params | undefined
  keep?: readonly string[]
  language: string
}) => {
  const present = conditionsOf(searchParams)
  const kept = (present ?? []).filter(({ field }) => keep.includes(field))
  return (
    <nav className="kanal-quick" aria-label={pick(title, language)}>
      {filters.map(({ label, conditions }) => {
        const wanted = [...conditions, ...kept]
        return (
          <Link
            key={label.en}
            className="kanal-quick__filter"
            href={listHref(collection, wanted)}
            aria-current={present && sameConditions(wanted, present) ? 'true' : undefined}
            prefetch={false}
          >
            {pick(label, language)}
          </Link>
        )
      })}
    </nav>
  )
}
