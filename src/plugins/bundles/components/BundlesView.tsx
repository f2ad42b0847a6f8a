import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { MANAGERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ForOneOrganisation } from '../../../ui/server/ForOneOrganisation.tsx'
import type { Place } from '../../../ui/server/scope.ts'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { kanalOf } from '../../context.ts'
import { permissionsOf } from '../../credentials/permissions/permissions.ts'
import { openImportKey } from '../import-keys.ts'
import { shownKey } from '../shown-key.ts'
import { storedSettings } from '../stored-settings.ts'
import { ExportCard } from './ExportCard.tsx'
import { ImportCard } from './ImportCard.tsx'
import { words } from './words.ts'
import './BundlesView.css'

type Req = AdminViewServerProps['initPageResult']['req']

/** Pengaturan › Ekspor & impor: for owners, and the export for admins who may. */
export const BundlesView = (view: AdminViewServerProps): ReactElement => {
  const { req } = view.initPageResult
  return (
    <SettingsPage className="kanal-bundles" path="/export-import" view={view} words={words}>
      <ForOneOrganisation req={req} roles={MANAGERS} words={words}>
        {(place) => <Bundles key={place.organisation} place={place} req={req} />}
      </ForOneOrganisation>
    </SettingsPage>
  )
}

const Bundles = async ({ req, place }: { req: Req; place: Place }): Promise<ReactElement> => {
  const { organisation, language, timeZone, role } = place
  const kanal = kanalOf(req.payload)
  const tx = autocommit(kanal.pool)
  if (!(await permissionsOf(tx, organisation, role)).includes('export')) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, language)}>
        {pick(words.noAccess, language)}
      </EmptyState>
    )
  }
  const [settings, key] = await Promise.all([
    storedSettings(tx, kanal, organisation),
    openImportKey(tx, organisation),
  ])
  const { name = '', email = '' } = req.user as { name?: string; email?: string }
  const shared = { language, organisation }
  return (
    <div className="kanal-bundles__sections">
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
      {role === 'owner' && <ImportCard {...shared} importKey={key && shownKey(key)} timeZone={timeZone} />}
    </div>
  )
}
