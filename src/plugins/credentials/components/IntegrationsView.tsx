import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { getTenantFromCookie } from '@payloadcms/plugin-multi-tenant/utilities'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import { Suspense, type ReactElement } from 'react'
import { MANAGERS, membershipsOf, OWNERS } from '../../../collections/access/roles.ts'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { kanalOf, type Kanal } from '../../context.ts'
import { consentProblems, type ConsentProblemCode } from '../../marketplaces/consent-problems.ts'
import { overviewOf } from '../view-model.ts'
import { IntegrationsPage } from './IntegrationsPage.tsx'
import { IntegrationsSkeleton } from './IntegrationsSkeleton.tsx'
import { words } from './words.ts'
import './IntegrationsPage.css'

/** Pengaturan › Integrasi: the marketplaces of the chosen organisation and their keys. */
export const IntegrationsView = (props: AdminViewServerProps): ReactElement => {
  const { initPageResult, params, searchParams } = props
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { routes } = req.payload.config
  if (!req.user)
    redirect(`${routes.admin}/login?redirect=${encodeURIComponent(`${routes.admin}/integrations`)}`)

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
      <Gutter className="kanal-integrations">
        <header className="kanal-integrations__header">
          <h1>{pick(words.title, language)}</h1>
          <p>{pick(words.intro, language)}</p>
        </header>
        <Content language={language} problem={problemOf(searchParams)} req={req} />
      </Gutter>
    </DefaultTemplate>
  )
}

const problemOf = (searchParams: AdminViewServerProps['searchParams']): Explanation | null => {
  const code = searchParams?.problem
  if (typeof code !== 'string') return null
  return Object.hasOwn(consentProblems, code)
    ? consentProblems[code as ConsentProblemCode]
    : consentProblems.internal
}

interface ContentProps {
  req: AdminViewServerProps['initPageResult']['req']
  language: Language
  problem: Explanation | null
}

const Content = ({ req, language, problem }: ContentProps): ReactElement => {
  const memberships = membershipsOf(req.user)
  const chosen = getTenantFromCookie(req.headers, 'text')
  const membership =
    memberships.find(({ organisation }) => organisation === chosen) ??
    (memberships.length === 1 ? memberships[0] : undefined)
  if (!membership && memberships.length > 1) {
    return (
      <EmptyState icon="shop" title={pick(words.chooseTitle, language)}>
        {pick(words.choose, language)}
      </EmptyState>
    )
  }
  if (!membership || !MANAGERS.includes(membership.role)) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, language)}>
        {pick(words.noAccess, language)}
      </EmptyState>
    )
  }
  const { organisation, role } = membership
  return (
    <Suspense fallback={<IntegrationsSkeleton />} key={organisation}>
      <Loaded
        isOwner={OWNERS.includes(role)}
        kanal={kanalOf(req.payload)}
        language={language}
        organisation={organisation}
        problem={problem}
      />
    </Suspense>
  )
}

interface LoadedProps {
  kanal: Kanal
  organisation: string
  isOwner: boolean
  language: Language
  problem: Explanation | null
}

const Loaded = async ({ kanal, organisation, ...rest }: LoadedProps): Promise<ReactElement> => (
  <IntegrationsPage initial={await overviewOf(kanal, organisation)} {...rest} />
)
