import { DefaultTemplate } from '@payloadcms/next/templates'
import { getTenantFromCookie } from '@payloadcms/plugin-multi-tenant/utilities'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { MANAGERS, type Membership, membershipsOf } from '../../../collections/access/roles.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { zoneLabel } from '../../../ui/format.ts'
import { reader } from '../../../ui/server/database.ts'
import { deliveryLog } from '../log.ts'
import { DEFAULTS, effectiveOf } from '../preferences.ts'
import { loadSettings } from '../settings.ts'
import { DeliveryLog } from './DeliveryLog.tsx'
import { PreferencesForm } from './PreferencesForm.tsx'
import { Tabs, type TabId } from './Tabs.tsx'
import { pageWords } from './words.ts'
import './NotificationsPage.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Notifikasi: how a person and their organisation are told, and what was sent. */
export const NotificationsView = (props: AdminViewServerProps): ReactElement => {
  const { initPageResult, params, searchParams } = props
  const { req, locale, permissions, visibleEntities } = initPageResult
  const { routes } = req.payload.config
  if (!req.user)
    redirect(`${routes.admin}/login?redirect=${encodeURIComponent(`${routes.admin}/notifications`)}`)
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
      <SetStepNav
        nav={[{ label: pick(pageWords.settings, language) }, { label: pick(pageWords.title, language) }]}
      />
      <Gutter className="kanal-notices">
        <header className="kanal-notices__header">
          <h1>{pick(pageWords.title, language)}</h1>
          <p>{pick(pageWords.intro, language)}</p>
        </header>
        <Content language={language} req={req} searchParams={searchParams} />
      </Gutter>
    </DefaultTemplate>
  )
}

const Content = ({
  req,
  language,
  searchParams,
}: {
  req: Req
  language: Language
  searchParams: AdminViewServerProps['searchParams']
}): ReactElement => {
  const memberships = membershipsOf(req.user)
  const chosen = getTenantFromCookie(req.headers, 'text')
  const membership =
    memberships.find(({ organisation }) => organisation === chosen) ??
    (memberships.length === 1 ? memberships[0] : undefined)
  if (!membership) {
    const words = memberships.length > 1 ? 'choose' : 'noAccess'
    return (
      <EmptyState
        icon={words === 'choose' ? 'shop' : 'lock'}
        title={pick(pageWords[`${words}Title`], language)}
      >
        {pick(pageWords[words], language)}
      </EmptyState>
    )
  }
  const manages = MANAGERS.includes(membership.role)
  const asked = searchParams?.tab
  const tab: TabId = asked === 'log' || (asked === 'organisation' && manages) ? asked : 'own'
  const page = Math.max(1, Math.floor(Number(searchParams?.page)) || 1)
  return (
    <>
      <Tabs current={tab} manages={manages} language={language} label={pick(pageWords.tabs, language)} />
      {tab === 'log' ? (
        <Log req={req} membership={membership} manages={manages} language={language} page={page} />
      ) : (
        <Preferences key={tab} req={req} membership={membership} tab={tab} language={language} />
      )}
    </>
  )
}

const timeZoneOf = async (req: Req, organisation: string): Promise<string> => {
  const [row] = await reader(req.payload).query<{ zone: string }>(
    'select time_zone::text as zone from organisations where id = $1',
    [organisation],
  )
  return row?.zone ?? 'Asia/Jakarta'
}

const Preferences = async ({
  req,
  membership: { organisation, role },
  tab,
  language,
}: {
  req: Req
  membership: Membership
  tab: 'own' | 'organisation'
  language: Language
}): Promise<ReactElement> => {
  const stored = await loadSettings(reader(req.payload), { organisation, user: String(req.user?.id) })
  const isOwn = tab === 'own'
  return (
    <PreferencesForm
      key={organisation}
      scope={tab}
      organisation={organisation}
      language={language}
      mailLanguage={stored.language}
      settings={isOwn ? stored.own : stored.shared}
      inherited={isOwn ? effectiveOf({}, stored.shared) : DEFAULTS}
      mustHearUrgent={!isOwn || role === 'owner'}
      zone={zoneLabel(await timeZoneOf(req, organisation))}
    />
  )
}

const Log = async ({
  req,
  membership: { organisation },
  manages,
  language,
  page,
}: {
  req: Req
  membership: Membership
  manages: boolean
  language: Language
  page: number
}): Promise<ReactElement> => {
  const { rows, hasMore } = await deliveryLog(reader(req.payload), {
    organisation,
    user: manages ? null : String(req.user?.id),
    language,
    page,
  })
  return (
    <DeliveryLog
      rows={rows}
      page={page}
      hasMore={hasMore}
      manages={manages}
      organisation={organisation}
      language={language}
      timeZone={await timeZoneOf(req, organisation)}
    />
  )
}
