'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { Icon } from '../../../../ui/Icon.tsx'
import type { KeyStatus } from '../status.ts'
import { DangerZone } from './DangerZone.tsx'
import { History } from './History.tsx'
import { MasterKeys } from './MasterKeys.tsx'
import { OrganisationKey } from './OrganisationKey.tsx'
import { useKeys } from './useKeys.ts'
import { words } from './words.ts'

/** The keys of one organisation, and for the operator the master keys. */
export const KeysPage = ({
  initial,
  language,
  timeZone,
}: {
  initial: KeyStatus
  language: Language
  timeZone: string
}): ReactElement => {
  const keys = useKeys(initial, language)
  const { organisation, master } = keys.status
  return (
    <div className="kanal-keys__sections">
      {keys.problem !== null && (
        <p className="kanal-keys__problem" role="alert">
          <Icon name="warning" />
          <span>{keys.problem}</span>
        </p>
      )}
      <OrganisationKey keys={keys} language={language} timeZone={timeZone} />
      {organisation.state !== 'none' && (
        <section aria-labelledby="kanal-key-history" className="kanal-settings__card kanal-keys__card">
          <h2 id="kanal-key-history">{pick(words.history, language)}</h2>
          <History language={language} rotations={organisation.rotations} timeZone={timeZone} />
        </section>
      )}
      {master && <MasterKeys keys={keys} language={language} master={master} timeZone={timeZone} />}
      {organisation.state === 'active' && <DangerZone keys={keys} language={language} />}
    </div>
  )
}
