import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { organisationsInView, scopeOf } from '../../../ui/server/scope.ts'
import { kanalOf } from '../../context.ts'
import { overviewOf } from '../organisation/overview.ts'
import { personalSecurityOf } from '../personal.ts'
import { placeOf } from '../place.ts'
import { AllowListSection } from './AllowListSection.tsx'
import { FactorSection } from './FactorSection.tsx'
import { MemberList } from './MemberList.tsx'
import { PolicySection } from './PolicySection.tsx'
import { SessionSection } from './SessionSection.tsx'
import { words } from './words.ts'
import './SecurityView.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Keamanan: the own account for everybody, and for owners what the organisation asks of its people. */
export const SecurityView = (props: AdminViewServerProps): ReactElement => {
  const { initPageResult, params, searchParams } = props
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { routes } = req.payload.config
  if (!req.user) redirect(`${routes.admin}/login?redirect=${encodeURIComponent(`${routes.admin}/security`)}`)
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
      <Gutter className="kanal-security">
        <header className="kanal-security__header">
          <h1>{pick(words.title, language)}</h1>
          <p>{pick(words.intro, language)}</p>
        </header>
        <Content req={req} />
      </Gutter>
    </DefaultTemplate>
  )
}

const Content = async ({ req }: { req: Req }): Promise<ReactElement> => {
  const { pool } = kanalOf(req.payload)
  const { id, _sid: sessionId = '' } = req.user as { id: string; _sid?: string }
  const language = languageOf(req.i18n.language)
  const [personal, scope] = await Promise.all([
    personalSecurityOf(autocommit(pool), String(id), sessionId),
    scopeOf(req),
  ])
  const timeZone = scope?.timeZone ?? 'Asia/Jakarta'
  const owned = scope ? organisationsInView(req, scope, OWNERS) : []
  const [organisation] = owned
  const overview =
    organisation !== undefined && owned.length === 1 ? await overviewOf(pool, organisation) : null
  const shared = { language, timeZone }
  return (
    <div className="kanal-security__sections">
      <h2 className="kanal-security__group">{pick(words.yours, language)}</h2>
      <FactorSection {...shared} personal={personal} />
      <SessionSection {...shared} sessions={personal.sessions} />
      {overview && organisation !== undefined && (
        <>
          <h2 className="kanal-security__group">{scope?.organisationName}</h2>
          <PolicySection {...shared} organisation={organisation} policy={overview.policy}>
            <MemberList language={language} members={overview.members} />
          </PolicySection>
          <AllowListSection
            {...shared}
            address={placeOf(req.headers).address}
            allowList={overview.allowList}
            key={overview.allowList.ranges.join()}
            organisation={organisation}
          />
        </>
      )}
    </div>
  )
}
