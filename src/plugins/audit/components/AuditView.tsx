import { DefaultTemplate } from '@payloadcms/next/templates'
import { getTenantFromCookie } from '@payloadcms/plugin-multi-tenant/utilities'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { MANAGERS, membershipsOf } from '../../../collections/access/roles.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { AuditPage } from './AuditPage.tsx'
import { words } from './words.ts'
import './AuditPage.css'

/** Pengaturan › Jejak audit: who did what, when and from where, and whether the trail still holds. */
export const AuditView = (props: AdminViewServerProps): ReactElement => {
  const { initPageResult, params, searchParams } = props
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { routes } = req.payload.config
  if (!req.user) redirect(`${routes.admin}/login?redirect=${encodeURIComponent(`${routes.admin}/audit`)}`)
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
      <Gutter className="kanal-audit">
        <header className="kanal-audit__header">
          <h1>{pick(words.title, language)}</h1>
          <p>{pick(words.intro, language)}</p>
        </header>
        <Content language={language} req={req} />
      </Gutter>
    </DefaultTemplate>
  )
}

const Content = async ({
  req,
  language,
}: {
  req: AdminViewServerProps['initPageResult']['req']
  language: 'id' | 'en'
}): Promise<ReactElement> => {
  const memberships = membershipsOf(req.user)
  const chosen = getTenantFromCookie(req.headers, 'text')
  const membership =
    memberships.find(({ organisation }) => organisation === chosen) ??
    (memberships.length === 1 ? memberships[0] : undefined)
  if (!membership) {
    return (
      <EmptyState icon="shop" title={pick(words.chooseTitle, language)}>
        {pick(words.choose, language)}
      </EmptyState>
    )
  }
  if (!MANAGERS.includes(membership.role)) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, language)}>
        {pick(words.noAccess, language)}
      </EmptyState>
    )
  }
  const { timeZone } = await req.payload.findByID({
    collection: 'organisations',
    id: membership.organisation,
    depth: 0,
    user: req.user,
    overrideAccess: false,
  })
  return <AuditPage language={language} organisation={membership.organisation} timeZone={timeZone} />
}
