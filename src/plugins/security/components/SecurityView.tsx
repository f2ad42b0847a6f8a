import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { placeInView, scopeOf } from '../../../ui/server/scope.ts'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { kanalOf } from '../../context.ts'
import { overviewOf } from '../organisation/overview.ts'
import { personalSecurityOf } from '../personal.ts'
import { placeOf } from '../place.ts'
import { AllowListSection } from './AllowListSection.tsx'
import { FactorSection } from './FactorSection.tsx'
import { MemberList } from './MemberList.tsx'
import { PolicySection } from './PolicySection.tsx'
import { SessionSection } from './SessionSection.tsx'
import { VaultPermissionsSection } from './VaultPermissionsSection.tsx'
import { words } from './words.ts'
import './SecurityView.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Keamanan: the own account for everybody, and for owners what the organisation asks of its people. */
export const SecurityView = (view: AdminViewServerProps): ReactElement => (
  <SettingsPage className="kanal-security" path="/security" view={view} words={words}>
    <Content req={view.initPageResult.req} />
  </SettingsPage>
)

const Content = async ({ req }: { req: Req }): Promise<ReactElement> => {
  const { pool } = kanalOf(req.payload)
  const { id, _sid: sessionId = '' } = req.user as { id: string; _sid?: string }
  const language = languageOf(req.i18n.language)
  const [personal, place] = await Promise.all([
    personalSecurityOf(autocommit(pool), String(id), sessionId),
    placeInView(req, OWNERS),
  ])
  const owned = place === 'several' ? null : place
  const overview = owned && (await overviewOf(pool, owned.organisation))
  const timeZone = owned?.timeZone ?? (await scopeOf(req))?.timeZone ?? 'Asia/Jakarta'
  const shared = { language, timeZone }
  return (
    <div className="kanal-security__sections">
      <h2 className="kanal-security__group">{pick(words.yours, language)}</h2>
      <FactorSection {...shared} personal={personal} />
      <SessionSection {...shared} sessions={personal.sessions} />
      {overview && owned && (
        <>
          <h2 className="kanal-security__group">{owned.organisationName}</h2>
          <PolicySection {...shared} organisation={owned.organisation} policy={overview.policy}>
            <MemberList language={language} members={overview.members} />
          </PolicySection>
          <VaultPermissionsSection
            granted={overview.adminPermissions}
            key={overview.adminPermissions.join()}
            language={language}
            organisation={owned.organisation}
          />
          <AllowListSection
            {...shared}
            address={placeOf(req.headers).address}
            allowList={overview.allowList}
            key={overview.allowList.ranges.join()}
            organisation={owned.organisation}
          />
        </>
      )}
    </div>
  )
}
