import type { AdminViewServerProps } from 'payload'
import { Suspense, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { MANAGERS, OWNERS } from '../../../collections/access/roles.ts'
import { ForOneOrganisation } from '../../../ui/server/ForOneOrganisation.tsx'
import { SettingsPage } from '../../../ui/server/SettingsPage.tsx'
import { kanalOf, type Kanal } from '../../context.ts'
import { consentProblems, type ConsentProblemCode } from '../../marketplaces/consent-problems.ts'
import { overviewOf } from '../view-model.ts'
import { IntegrationsPage } from './IntegrationsPage.tsx'
import { IntegrationsSkeleton } from './IntegrationsSkeleton.tsx'
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
  isOwner: boolean
  language: Language
  problem: Explanation | null
}

const Loaded = async ({ kanal, organisation, ...rest }: LoadedProps): Promise<ReactElement> => (
  <IntegrationsPage initial={await overviewOf(kanal, organisation)} {...rest} />
)
