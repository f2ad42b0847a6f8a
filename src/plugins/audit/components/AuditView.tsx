import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { MANAGERS } from '../../../collections/access/roles.ts'
import { ForOneOrganisation } from '../../../ui/server/ForOneOrganisation.tsx'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { AuditPage } from './AuditPage.tsx'
import { words } from './words.ts'
import './AuditPage.css'

/** Pengaturan › Jejak audit: who did what, when and from where, and whether the trail still holds. */
export const AuditView = (view: AdminViewServerProps): ReactElement => (
  <SettingsPage className="kanal-audit" path="/audit" view={view} words={words}>
    <ForOneOrganisation req={view.initPageResult.req} roles={MANAGERS} words={words}>
      {({ language, organisation, timeZone }) => (
        <AuditPage key={organisation} language={language} organisation={organisation} timeZone={timeZone} />
      )}
    </ForOneOrganisation>
  </SettingsPage>
)
