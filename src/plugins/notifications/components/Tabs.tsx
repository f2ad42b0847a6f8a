import { Link } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { pageWords } from './words.ts'

export type TabId = 'own' | 'organisation' | 'log'

/** The parts of the page as links, so that each has an address. */
export const Tabs = ({
  current,
  manages,
  language,
  label,
}: {
  current: TabId
  manages: boolean
  language: Language
  label: string
}): ReactElement => {
  const tabs: { id: TabId; name: string }[] = [
    { id: 'own', name: pick(pageWords.own, language) },
    ...(manages ? [{ id: 'organisation' as const, name: pick(pageWords.shared, language) }] : []),
    { id: 'log', name: pick(pageWords.log, language) },
  ]
  return (
    <nav className="kanal-notices__tabs" aria-label={label}>
      {tabs.map(({ id, name }) => (
        <Link
          key={id}
          href={`?tab=${id}`}
          prefetch={false}
          aria-current={id === current ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
