'use client'

import { useEffect, useId, useRef, useState, useSyncExternalStore, type ReactElement } from 'react'
import { createPortal } from 'react-dom'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { BellIcon } from './BellIcon.tsx'
import { BellPanel } from './BellPanel.tsx'
import { liveNotices, type LiveState } from './live.ts'
import { bellWords } from './words.ts'
import './Bell.css'

export interface BellProps {
  adminRoute: string
  language: Language
  timeZone: string
  /** Whether notices must say which organisation they are about. */
  manyOrganisations: boolean
}

const MOST_SHOWN = 99
const nothingYet: LiveState = { unread: null, version: 0 }

/** The header's place for actions. Payload fills it on its own pages only, so the bell goes there by itself. */
const PLACE = '.app-header__actions-wrapper'

const usePlace = (): Element | null => {
  const [place, setPlace] = useState<Element | null>(null)
  useEffect(() => setPlace(document.querySelector(PLACE)), [])
  return place
}

/** The sentence a screen reader hears when the count has grown. */
function useNews(unread: number | null, language: Language): string {
  const [news, setNews] = useState('')
  const before = useRef<number | null>(null)
  useEffect(() => {
    const known = before.current
    before.current = unread
    if (known === null || unread === null) return
    setNews(unread > known ? pick(bellWords.news, language).replace('{count}', String(unread)) : '')
  }, [unread, language])
  return news
}

const labelOf = (unread: number | null, language: Language): string => {
  if (unread === null) return pick(bellWords.title, language)
  const words = unread > 0 ? bellWords.label : bellWords.labelNone
  return pick(words, language).replace('{count}', String(unread))
}

/** How many notices wait, live, and the panel that lists them. */
export const Bell = (props: BellProps): ReactElement | null => {
  const { language } = props
  const { unread, version } = useSyncExternalStore(liveNotices.subscribe, liveNotices.read, () => nothingYet)
  const [isOpen, setOpen] = useState(false)
  const panel = useId()
  const place = usePlace()
  const news = useNews(unread, language)
  if (!place) return null
  const label = labelOf(unread, language)
  return createPortal(
    <div className="kanal-bell">
      <button
        type="button"
        className="kanal-bell__button"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpen((open) => !open)}
      >
        <BellIcon />
        {unread !== null && unread > 0 && (
          <span className="kanal-bell__count" aria-hidden="true">
            {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
          </span>
        )}
      </button>
      <span className="kanal-bell__hidden" role="status" aria-live="polite">
        {news}
      </span>
      {isOpen && <BellPanel {...props} id={panel} version={version} onClose={() => setOpen(false)} />}
    </div>,
    place,
  )
}
