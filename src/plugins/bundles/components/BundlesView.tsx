import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { organisationsInView, scopeOf } from '../../../ui/server/scope.ts'
import { kanalOf } from '../../context.ts'
import { openImportKey } from '../import-keys.ts'
import { shownKey } from '../shown-key.ts'
import { storedSettings } from '../stored-settings.ts'
import { ExportCard } from './ExportCard.tsx'
import { ImportCard } from './ImportCard.tsx'
import { words } from './words.ts'
import './BundlesView.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Ekspor & impor: for owners. */
export const BundlesView = (props: AdminViewServerProps): ReactElement => {
  const { initPageResult, params, searchParams } = props
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { routes } = req.payload.config
  if (!req.user)
    redirect(`${routes.admin}/login?redirect=${encodeURIComponent(`${routes.admin}/export-import`)}`)
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
      <SetStepNav nav={[{ label: pick(words.settings, language) }, { label: pick(words.title, language) }]} />
      <Gutter className="kanal-bundles">
        <header className="kanal-bundles__header">
          <h1>{pick(words.title, language)}</h1>
          <p>{pick(words.intro, language)}</p>
        </header>
        <Content req={req} />
      </Gutter>
    </DefaultTemplate>
  )
}

const Content = async ({ req }: { req: Req }): Promise<ReactElement> => {
  const language = languageOf(req.i18n.language)
  const scope = await scopeOf(req)
  const owned = scope ? organisationsInView(req, scope, OWNERS) : []
  const [organisation] = owned
  if (!scope || organisation === undefined) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, language)}>
        {pick(words.noAccess, language)}
      </EmptyState>
    )
  }
  if (owned.length > 1) {
    return (
      <EmptyState icon="shop" title={pick(words.chooseTitle, language)}>
        {pick(words.choose, language)}
      </EmptyState>
    )
  }
  const kanal = kanalOf(req.payload)
  const tx = autocommit(kanal.pool)
  const [settings, key] = await Promise.all([
    storedSettings(tx, kanal, organisation),
    openImportKey(tx, organisation),
  ])
  const { name = '', email = '' } = req.user as { name?: string; email?: string }
  const shared = { language, organisation }
  return (
    <div className="kanal-bundles__sections" key={organisation}>
      <ExportCard
        {...shared}
        integrations={settings.map(({ adapter, environment, fields }) => ({
          id: adapter.id,
          name: adapter.name,
          environment: pick(adapter.environments[environment]?.label ?? { id: '', en: '' }, language),
          fields: fields.length,
        }))}
        known={[name, email, ...email.split('@')].filter(Boolean)}
      />
      <ImportCard {...shared} importKey={key && shownKey(key)} timeZone={scope.timeZone} />
    </div>
  )
}
