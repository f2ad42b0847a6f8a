import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import type { ReactElement, ReactNode } from 'react'
import type { LocalizedText } from '../../adapters/contract.ts'
import { languageOf, pick } from '../../i18n/pick.ts'
import { text } from '../../i18n/text.ts'
import './SettingsPage.css'

const settings = text('Pengaturan', 'Settings')

interface Props {
  /** What Payload hands to the view. */
  view: AdminViewServerProps
  /** Where the page lies below the admin, for coming back after signing in: `/audit`. */
  path: `/${string}`
  /** The class of the page's own styles. */
  className: string
  words: { title: LocalizedText; intro: LocalizedText }
  children: ReactNode
}

/** The frame of every page below Pengaturan: for people who are signed in, inside the admin, under title and intro. */
export const SettingsPage = ({ view, path, className, words, children }: Props): ReactElement => {
  const { initPageResult, params, searchParams } = view
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { admin } = req.payload.config.routes
  if (!req.user) redirect(`${admin}/login?redirect=${encodeURIComponent(`${admin}${path}`)}`)
  const language = languageOf(req.i18n.language)
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={req.user}
      visibleEntities={visibleEntities}
    >
      <SetStepNav nav={[{ label: pick(settings, language) }, { label: pick(words.title, language) }]} />
      <Gutter className={`kanal-settings ${className}`}>
        <header className="kanal-settings__header">
          <h1>{pick(words.title, language)}</h1>
          <p>{pick(words.intro, language)}</p>
        </header>
        {children}
      </Gutter>
    </DefaultTemplate>
  )
}
