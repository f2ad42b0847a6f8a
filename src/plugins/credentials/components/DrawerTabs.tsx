'use client'

import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { lifecycleWords } from './lifecycle-words.ts'
import './DrawerTabs.css'

export interface DrawerTab<Id extends string> {
  id: Id
  label: LocalizedText
  content: ReactNode
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/**
 * The sections of a drawer. Arrow keys, Home and End move between them. A section that was opened stays as it was
 * while another is shown: what is typed is not lost.
 */
export const DrawerTabs = <Id extends string>({
  tabs,
  selected,
  onSelect,
  language,
}: {
  tabs: readonly DrawerTab<Id>[]
  selected: Id
  onSelect: (id: Id) => void
  language: Language
}): ReactElement => {
  const list = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const next =
      step &&
      tabs[
        step(
          tabs.findIndex(({ id }) => id === selected),
          tabs.length,
        )
      ]
    if (!next) return
    event.preventDefault()
    onSelect(next.id)
    list.current?.querySelector<HTMLElement>(`#kanal-tab-${next.id}`)?.focus()
  }
  return (
    <>
      <div
        aria-label={pick(lifecycleWords.tabs, language)}
        className="kanal-tabs"
        onKeyDown={onKey}
        ref={list}
        role="tablist"
      >
        {tabs.map(({ id, label }) => (
          <button
            aria-controls={`kanal-panel-${id}`}
            aria-selected={id === selected}
            className="kanal-tabs__tab"
            id={`kanal-tab-${id}`}
            key={id}
            onClick={() => onSelect(id)}
            role="tab"
            tabIndex={id === selected ? 0 : -1}
            type="button"
          >
            {pick(label, language)}
          </button>
        ))}
      </div>
      {tabs.map(({ id, content }) => (
        <div
          aria-labelledby={`kanal-tab-${id}`}
          className="kanal-tabs__panel"
          hidden={id !== selected}
          id={`kanal-panel-${id}`}
          key={id}
          role="tabpanel"
        >
          {content}
        </div>
      ))}
    </>
  )
}
