import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { EVERYONE, MANAGERS } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { zoneLabel } from '../../../ui/format.ts'
import { reader } from '../../../ui/server/database.ts'
import { ForOneOrganisation } from '../../../ui/server/ForOneOrganisation.tsx'
import type { Place } from '../../../ui/server/scope.ts'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { deliveryLog } from '../log.ts'
import { DEFAULTS } from '../choices.ts'
import { effectiveOf } from '../preferences.ts'
import { loadSettings } from '../settings.ts'
import { DeliveryLog } from './DeliveryLog.tsx'
import { PreferencesForm } from './PreferencesForm.tsx'
import { Tabs, type TabId } from './Tabs.tsx'
import { pageWords } from './words.ts'
import './NotificationsPage.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Notifikasi: how a person and their organisation are told, and what was sent. */
export const NotificationsView = (view: AdminViewServerProps): ReactElement => {
  const { req } = view.initPageResult
  return (
    <SettingsPage className="kanal-notices" path="/notifications" view={view} words={pageWords}>
      <ForOneOrganisation req={req} roles={EVERYONE} words={pageWords}>
        {(place) => <Content place={place} req={req} searchParams={view.searchParams} />}
      </ForOneOrganisation>
    </SettingsPage>
  )
}

interface ContentProps {
  req: Req
  place: Place
  searchParams: AdminViewServerProps['searchParams']
}

const Content = ({ req, place, searchParams }: ContentProps): ReactElement => {
  const { language } = place
  const manages = MANAGERS.includes(place.role)
  const asked = searchParams?.tab
  const tab: TabId = asked === 'log' || (asked === 'organisation' && manages) ? asked : 'own'
  const page = Math.max(1, Math.floor(Number(searchParams?.page)) || 1)
  return (
    <>
      <Tabs current={tab} manages={manages} language={language} label={pick(pageWords.tabs, language)} />
      {tab === 'log' ? (
        <Log req={req} place={place} manages={manages} page={page} />
      ) : (
        <Preferences key={tab} req={req} place={place} tab={tab} />
      )}
    </>
  )
}

const Preferences = async ({
  req,
  place: { organisation, role, language, timeZone },
  tab,
}: {
  req: Req
  place: Place
  tab: 'own' | 'organisation'
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
      zone={zoneLabel(timeZone)}
    />
  )
}

const Log = async ({
  req,
  place: { organisation, language, timeZone },
  manages,
  page,
}: {
  req: Req
  place: Place
  manages: boolean
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
      timeZone={timeZone}
    />
  )
}
