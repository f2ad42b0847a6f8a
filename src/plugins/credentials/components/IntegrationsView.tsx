import type { AdminViewServerProps } from 'payload'
import { Suspense, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { MANAGERS, OWNERS, type Role } from '../../../collections/access/roles.ts'
import { ForOneOrganisation } from '../../../ui/server/ForOneOrganisation.tsx'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { pick } from '../../../i18n/pick.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { autocommit } from '../../../database/tx.ts'
import { kanalOf, type Kanal } from '../../context.ts'
import { consentProblems, type ConsentProblemCode } from '../../marketplaces/consent-problems.ts'
import { permissionsOf } from '../permissions/permissions.ts'
import { overviewOf } from '../view-model.ts'
import { IntegrationsPage } from './IntegrationsPage.tsx'
import { IntegrationsSkeleton } from './IntegrationsSkeleton.tsx'
import { rulesWords } from './rules-words.ts'
import { words } from './words.ts'
import './IntegrationsPage.css'

/** Pengaturan › Integrasi: the marketplaces of the chosen organisation and their keys. */
export const IntegrationsView = (view: AdminViewServerProps): ReactElement => {
  const { req } = view.initPageResult
  return (
    <SettingsPage className="kanal-integrations" path="/integrations" view={view} words={words}>
      <ForOneOrganisation req={req} roles={MANAGERS} words={words}>
        {({ organisation, role, language }) => (
          <Suspense fallback={<IntegrationsSkeleton />} key={organisation}>
            <Loaded
              isOwner={OWNERS.includes(role)}
              kanal={kanalOf(req.payload)}
              language={language}
              organisation={organisation}
              role={role}
              problem={problemOf(view.searchParams)}
            />
          </Suspense>
        )}
      </ForOneOrganisation>
    </SettingsPage>
  )
}

const problemOf = (searchParams: AdminViewServerProps['searchParams']): Explanation | null => {
  const code = searchParams?.problem
  if (typeof code !== 'string') return null
  return Object.hasOwn(consentProblems, code)
    ? consentProblems[code as ConsentProblemCode]
    : consentProblems.internal
}

interface LoadedProps {
  kanal: Kanal
  organisation: string
  role: Role
  isOwner: boolean
  language: Language
  problem: Explanation | null
}

const Loaded = async ({ kanal, organisation, role, ...rest }: LoadedProps): Promise<ReactElement> => {
  const permissions = await permissionsOf(autocommit(kanal.pool), organisation, role)
  if (!permissions.includes('see')) {
    return (
      <EmptyState icon="lock" title={pick(words.noAccessTitle, rest.language)}>
        {pick(rulesWords.notPermitted, rest.language)}
      </EmptyState>
    )
  }
  return <IntegrationsPage initial={await overviewOf(kanal, organisation, role)} {...rest} />
}
