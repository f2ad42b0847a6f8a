import type { AdminViewServerProps } from 'payload'
import type { ReactElement } from 'react'
import { OWNERS } from '../../../../collections/access/roles.ts'
import { autocommit } from '../../../../database/tx.ts'
import { ForOneOrganisation } from '../../../../ui/server/ForOneOrganisation.tsx'
import type { Place } from '../../../../ui/server/scope.ts'
import { SettingsPage } from '../../../../ui/server/SettingsPage.tsx'
import { kanalOf, type Kanal } from '../../../context.ts'
import { masterKeysFromEnv } from '../../keys/kek.ts'
import { keyStatus } from '../status.ts'
import { KeysPage } from './KeysPage.tsx'
import { words } from './words.ts'
import './KeysView.css'

/** Pengaturan › Kunci enkripsi: for owners. */
export const KeysView = (view: AdminViewServerProps): ReactElement => {
  const { req } = view.initPageResult
  return (
    <SettingsPage className="kanal-keys" path="/encryption-keys" view={view} words={words}>
      <ForOneOrganisation req={req} roles={OWNERS} words={words}>
        {(place) => <Keys kanal={kanalOf(req.payload)} key={place.organisation} place={place} />}
      </ForOneOrganisation>
    </SettingsPage>
  )
}

const Keys = async ({ kanal, place }: { kanal: Kanal; place: Place }): Promise<ReactElement> => {
  const initial = await keyStatus(autocommit(kanal.pool), masterKeysFromEnv(process.env), place.organisation)
  return <KeysPage initial={initial} language={place.language} timeZone={place.timeZone} />
}
