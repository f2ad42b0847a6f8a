import { DefaultTemplate } from '@payloadcms/next/templates'
import { Button, Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import { MANAGERS, WAREHOUSE } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { causeText } from '../../../ui/cells/sync-words.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { reader } from '../../../ui/server/database.ts'
import { marketplaceFace, soughtSurfaces } from '../../../ui/server/marketplaces.ts'
import { organisationsInView, scopeOf } from '../../../ui/server/scope.ts'
import { registryOf } from '../../registry.ts'
import { consentProblems, type ConsentProblemCode } from '../consent-problems.ts'
import { ConnectShop } from './ConnectShop.tsx'
import { ReconnectBanner } from './ReconnectBanner.tsx'
import { ShopCard } from './ShopCard.tsx'
import { loadShops } from './shops.data.ts'
import './ShopsOverview.css'

const words = {
  title: text('Toko', 'Shops'),
  line: text(
    'Setiap toko yang tersambung mengirim pesanannya ke sini dan menampilkan stok dari sini.',
    'Every connected shop sends its orders here and shows the stock kept here.',
  ),
  empty: text('Belum ada toko.', 'No shop yet.'),
  emptyConnect: text(
    'Tekan Hubungkan toko untuk memberi izin di halaman marketplace.',
    'Press Connect shop to give consent on the page of the marketplace.',
  ),
  emptyIntegrate: text(
    'Hubungkan dulu sebuah marketplace di halaman Integrasi, lalu sambungkan tokonya di sini.',
    'First connect a marketplace on the Integrations page, then connect its shop here.',
  ),
  toIntegrations: text('Buka Integrasi', 'Open Integrations'),
  connected: text('tersambung.', 'is connected.'),
  importing: text(
    'Katalognya sedang diimpor; Anda boleh menutup halaman ini.',
    'The catalogue is being imported; you may close this page.',
  ),
  imported: text('Katalognya sudah diimpor.', 'The catalogue has been imported.'),
}

/** All shops as cards: how each is doing and what can be done with it. */
export const ShopsOverview = async (props: AdminViewServerProps) => {
  const { initPageResult, params, payload, searchParams } = props
  const { req, permissions, visibleEntities, locale } = initPageResult
  const scope = req.user?.collection === 'users' ? await scopeOf(req) : null
  if (!scope) redirect(`${payload.config.routes.admin}/login`)
  const { language, timeZone, organisations } = scope
  const { shops, integrations } = await loadShops(reader(payload), organisations)
  const withChoice = new Set(
    registryOf(payload.config)
      .adapters.filter(({ stock }) => stock?.locationDetail !== undefined)
      .map(({ id }) => id),
  )
  const managed = organisationsInView(req, scope, MANAGERS)
  const handled = organisationsInView(req, scope, WAREHOUSE)
  const installed = registryOf(payload.config).adapters.map(({ id }) => id)
  const connectable = integrations
    .filter(
      ({ organisationId, marketplace }) =>
        managed.includes(organisationId) && installed.includes(marketplace),
    )
    .flatMap(({ id, marketplace }) => [
      { id, face: marketplaceFace(payload, marketplace) },
      ...soughtSurfaces(payload, marketplace).map((entry) => ({ id, ...entry })),
    ])
  const arrivedIds = String(searchParams?.connected ?? '').split(',')
  const arrived = shops.filter(({ id }) => arrivedIds.includes(id))
  const next = arrived.some(({ importing }) => importing)
    ? words.importing
    : arrived.every(({ lastImportAt, failedImport }) => lastImportAt && !failedImport) && words.imported
  const problem = consentProblems[searchParams?.problem as ConsentProblemCode]
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={params}
      payload={payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={req.user ?? undefined}
      visibleEntities={visibleEntities}
    >
      <SetStepNav nav={[{ label: pick(words.title, language) }]} />
      <Gutter className="kanal-shops">
        <header className="kanal-shops__header">
          <div>
            <h1>{pick(words.title, language)}</h1>
            <p>{pick(words.line, language)}</p>
          </div>
          <div className="kanal-shops__connect">
            {connectable.map(({ id, ...entry }) => (
              <ConnectShop key={`${id}-${entry.face.id}`} integrationId={id} language={language} {...entry} />
            ))}
          </div>
        </header>
        {arrived.length > 0 && (
          <p className="kanal-shops__banner" role="status">
            <strong>{arrived.map(({ name }) => name).join(', ')}</strong> {pick(words.connected, language)}{' '}
            {next && pick(next, language)}
          </p>
        )}
        {problem && (
          <p className="kanal-shops__banner kanal-shops__banner--error" role="alert">
            <strong>{pick(problem.what, language)}</strong> {pick(problem.why, language)}{' '}
            {pick(problem.remedy, language)}
          </p>
        )}
        {shops
          .filter(({ status }) => status === 'reconnect')
          .map(({ id, name, integrationId, organisationId, marketplace, statusCause }) => (
            <ReconnectBanner
              key={id}
              shop={{ name, integrationId }}
              why={statusCause ? causeText(statusCause, marketplaceFace(payload, marketplace).name) : null}
              manages={managed.includes(organisationId)}
              language={language}
            />
          ))}
        {shops.length === 0 ? (
          <EmptyState
            icon="shop"
            title={pick(words.empty, language)}
            action={
              connectable.length === 0 && (
                <Button el="link" url="/admin/integrations" margin={false}>
                  {pick(words.toIntegrations, language)}
                </Button>
              )
            }
          >
            {pick(connectable.length > 0 ? words.emptyConnect : words.emptyIntegrate, language)}
          </EmptyState>
        ) : (
          <ul className="kanal-shops__cards">
            {shops.map((shop) => (
              <li key={shop.id}>
                <ShopCard
                  shop={shop}
                  face={marketplaceFace(payload, shop.marketplace)}
                  language={language}
                  timeZone={timeZone}
                  manages={managed.includes(shop.organisationId)}
                  imports={handled.includes(shop.organisationId)}
                  isNew={arrivedIds.includes(shop.id)}
                  choosesWarehouse={withChoice.has(shop.marketplace)}
                />
              </li>
            ))}
          </ul>
        )}
      </Gutter>
    </DefaultTemplate>
  )
}
