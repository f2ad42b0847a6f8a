'use client'

import { Button, Link } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState, type MouseEvent, type ReactElement } from 'react'
import { pick } from '../../../i18n/pick.ts'
import { request } from '../../../ui/client/request.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { startOfDay } from '../../../ui/format.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { Notice } from '../inbox.ts'
import type { BellProps } from './Bell.tsx'
import { liveNotices } from './live.ts'
import { NoticeItem } from './NoticeItem.tsx'
import { bellWords } from './words.ts'

type Loaded =
  { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; notices: Notice[] }

/** The list behind the bell: a dialog beside the bell, and the whole screen on a phone. */
export const BellPanel = ({
  id,
  version,
  language,
  timeZone,
  adminRoute,
  manyOrganisations,
  onClose,
}: BellProps & { id: string; version: number; onClose: () => void }): ReactElement => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' })
  const [problem, setProblem] = useState<string | null>(null)

  const load = useCallback(async () => {
    const answer = await request<{ notices: Notice[] }>('GET', '/api/notices', language)
    setLoaded((before) => {
      if (answer.ok) return { state: 'ready', notices: answer.data.notices }
      return before.state === 'ready' ? before : { state: 'failed', message: answer.message }
    })
  }, [language])
  useEffect(() => void load(), [load, version])
  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  const mark = async (body: { ids: string[] } | { all: true }): Promise<void> => {
    const answer = await request<{ unread: number }>('POST', '/api/notices/read', language, body)
    setProblem(answer.ok ? null : answer.message)
    if (answer.ok) liveNotices.set(answer.data.unread)
  }
  const closeFromOutside = (event: MouseEvent<HTMLDialogElement>): void => {
    if (event.target === dialog.current) dialog.current.close()
  }

  const notices = loaded.state === 'ready' ? loaded.notices : []
  const today = startOfDay(new Date(), timeZone)
  const groups = [
    { label: bellWords.today, items: notices.filter(({ toldAt }) => new Date(toldAt) >= today) },
    { label: bellWords.earlier, items: notices.filter(({ toldAt }) => new Date(toldAt) < today) },
  ].filter(({ items }) => items.length > 0)
  return (
    // The backdrop belongs to the dialog: a click on it closes, as Escape does for the keyboard.
    <dialog
      ref={dialog}
      id={id}
      className="kanal-bell__panel"
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onClick={closeFromOutside}
    >
      <div className="kanal-bell__frame">
        <header className="kanal-bell__header">
          <h2 id={`${id}-title`}>{pick(bellWords.title, language)}</h2>
          <button
            type="button"
            className="kanal-bell__close"
            aria-label={pick(bellWords.close, language)}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="cross" size={18} />
          </button>
        </header>
        <div className="kanal-bell__body" aria-busy={loaded.state === 'loading'}>
          {problem && <p role="alert">{problem}</p>}
          {loaded.state === 'loading' && (
            <p className="kanal-bell__skeleton" role="status">
              {pick(bellWords.loading, language)}
            </p>
          )}
          {loaded.state === 'failed' && (
            <div role="alert" className="kanal-bell__failed">
              <p>{loaded.message}</p>
              <Button buttonStyle="secondary" size="small" onClick={() => void load()}>
                {pick(bellWords.retry, language)}
              </Button>
            </div>
          )}
          {loaded.state === 'ready' && notices.length === 0 && (
            <EmptyState icon="check" title={pick(bellWords.emptyTitle, language)}>
              {pick(bellWords.empty, language)}
            </EmptyState>
          )}
          {groups.map(({ label, items }) => (
            <section key={label.en}>
              <h3>{pick(label, language)}</h3>
              <ul>
                {items.map((notice) => (
                  <NoticeItem
                    key={notice.id}
                    notice={notice}
                    adminRoute={adminRoute}
                    language={language}
                    timeZone={timeZone}
                    showsOrganisation={manyOrganisations}
                    onRead={() => void mark({ ids: [notice.id] })}
                    onFollow={() => {
                      if (!notice.isRead) void mark({ ids: [notice.id] })
                      dialog.current?.close()
                    }}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
        <footer className="kanal-bell__footer">
          <button
            type="button"
            className="kanal-bell__link"
            disabled={!notices.some(({ isRead }) => !isRead)}
            onClick={() => void mark({ all: true })}
          >
            {pick(bellWords.readAll, language)}
          </button>
          <Link
            className="kanal-bell__link"
            href={`${adminRoute}/notifications`}
            prefetch={false}
            onClick={() => dialog.current?.close()}
          >
            {pick(bellWords.settings, language)}
          </Link>
        </footer>
      </div>
    </dialog>
  )
}
