import { Link } from '@payloadcms/ui'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import type { ShopStatus } from '../../../collections/integrations/shops.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { causeText } from '../../../ui/cells/sync-words.ts'
import { formatDay, formatNumber, formatRelative } from '../../../ui/format.ts'
import { listHref } from '../../../ui/list-href.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { Moment } from '../../../ui/Moment.tsx'
import type { MarketplaceFace } from '../../../ui/server/marketplaces.ts'
import { StatusPill, type Tone } from '../../../ui/StatusPill.tsx'
import { ShopActions } from './ShopActions.tsx'
import { ShopWarehouse } from './ShopWarehouse.tsx'
import type { ShopCardData } from './shops.data.ts'

const SOON_MS = 14 * 86_400_000

const words = {
  lastSync: text('Pesanan terakhir diambil', 'Orders last fetched'),
  never: text('belum pernah', 'never'),
  listings: text('Listing', 'Listings'),
  linked: text('tertaut', 'linked'),
  unlinked: text('belum ditautkan', 'unlinked'),
  consent: text('Izin toko berlaku sampai', 'Consent valid until'),
  noEnd: text('tanpa batas', 'no end'),
  imported: text('Katalog diimpor', 'Catalogue imported'),
  importFailed: text('Impor katalog terakhir tidak selesai.', 'The last catalogue import did not finish.'),
  importKept: text(
    'Yang sudah masuk tetap tersimpan; impor lagi untuk melanjutkan.',
    'What came in is kept; import again to go on.',
  ),
  settings: text('Setelan toko', 'Shop settings'),
  reconnectWhy: text(
    'Pesanan dan stok toko ini berhenti. Sambungkan lagi untuk melanjutkan; tidak ada data yang hilang.',
    'Orders and stock of this shop have stopped. Reconnect to go on; nothing is lost.',
  ),
}

const statuses: Readonly<Record<ShopStatus, { tone: Tone; label: LocalizedText }>> = {
  connected: { tone: 'success', label: text('Terhubung', 'Connected') },
  reconnect: { tone: 'error', label: text('Perlu disambungkan lagi', 'Needs reconnecting') },
  disconnected: { tone: 'neutral', label: text('Terputus', 'Disconnected') },
}
const expired = text('Izin sudah berakhir', 'Consent has ended')
const today = text('Izin berakhir hari ini', 'Consent ends today')
const expiring = text('Izin berakhir dalam {days} hari', 'Consent ends in {days} days')
const tomorrow = text('Izin berakhir dalam 1 hari', 'Consent ends in 1 day')

/** The countdown to the end of a consent, in whole days. */
const countdown = (left: number): LocalizedText => {
  const days = Math.floor(left / 86_400_000)
  if (left <= 0) return expired
  if (days < 2) return days === 0 ? today : tomorrow
  return text(expiring.id.replace('{days}', String(days)), expiring.en.replace('{days}', String(days)))
}

/** One shop: its health in words, its numbers, and the buttons that help. */
export const ShopCard = ({
  shop,
  face,
  language,
  timeZone,
  manages,
  imports,
  isNew,
  choosesWarehouse,
}: {
  shop: ShopCardData
  face: MarketplaceFace
  language: Language
  timeZone: string
  manages: boolean
  imports: boolean
  isNew: boolean
  /** Whether the marketplace lets our numbers go to one of several warehouses. */
  choosesWarehouse: boolean
}) => {
  const ends = shop.consentExpiresAt ? new Date(shop.consentExpiresAt).getTime() : null
  const left = ends === null ? Number.POSITIVE_INFINITY : ends - Date.now()
  const endsSoon = shop.status === 'connected' && left <= SOON_MS
  const { tone, label } = endsSoon
    ? { tone: left > 0 ? ('warning' as const) : ('error' as const), label: countdown(left) }
    : statuses[shop.status]
  const when = (at: Date | null) =>
    at ? <Moment at={at} language={language} timeZone={timeZone} /> : pick(words.never, language)
  return (
    <article className={`kanal-shop${isNew ? ' kanal-shop--new' : ''}`} aria-label={shop.name}>
      <header>
        <MarketplaceBadge face={face} size="large" />
        <div>
          <h2>{shop.name}</h2>
          <span className="kanal-shop__quiet">
            {face.name} · {shop.externalShopId}
          </span>
        </div>
      </header>
      <StatusPill tone={tone} label={pick(label, language)} />
      {shop.status === 'reconnect' && (
        <p className="kanal-shop__why">
          {shop.statusCause && pick(causeText(shop.statusCause, face.name), language)}{' '}
          {pick(words.reconnectWhy, language)}
        </p>
      )}
      {shop.failedImport && (
        <p className="kanal-shop__problem" role="status">
          {pick(words.importFailed, language)} {pick(causeText(shop.failedImport, face.name), language)}{' '}
          {pick(words.importKept, language)}
        </p>
      )}
      <dl>
        <dt>{pick(words.lastSync, language)}</dt>
        <dd>{when(shop.lastOrderSyncAt)}</dd>
        <dt>{pick(words.listings, language)}</dt>
        <dd>
          <Link
            href={listHref('listings', [{ field: 'shop', operator: 'equals', value: shop.id }])}
            prefetch={false}
          >
            {formatNumber(shop.linked)} {pick(words.linked, language)}
          </Link>
          {shop.unlinked > 0 && (
            <>
              {' · '}
              <Link
                className="kanal-shop__warn"
                href={listHref('listings', [
                  { field: 'shop', operator: 'equals', value: shop.id },
                  { field: 'sku', operator: 'exists', value: false },
                ])}
                prefetch={false}
              >
                {formatNumber(shop.unlinked)} {pick(words.unlinked, language)}
              </Link>
            </>
          )}
        </dd>
        <dt>{pick(words.imported, language)}</dt>
        <dd>{when(shop.lastImportAt)}</dd>
        {shop.status === 'connected' && (
          <>
            <dt>{pick(words.consent, language)}</dt>
            <dd className={endsSoon ? 'kanal-shop__warn' : undefined}>
              {shop.consentExpiresAt
                ? `${formatDay(shop.consentExpiresAt, { language, timeZone })}${endsSoon ? ` (${formatRelative(shop.consentExpiresAt, new Date(), language)})` : ''}`
                : pick(words.noEnd, language)}
            </dd>
          </>
        )}
      </dl>
      <ShopActions
        shop={{
          id: shop.id,
          name: shop.name,
          integrationId: shop.integrationId,
          status: shop.status,
          importing: shop.importing,
        }}
        urgeImport={shop.status === 'connected' && shop.lastImportAt === null}
        urgeReconnect={shop.status !== 'connected' || endsSoon}
        manages={manages}
        imports={imports}
        language={language}
      />
      {manages && choosesWarehouse && shop.status === 'connected' && (
        <ShopWarehouse shopId={shop.id} language={language} />
      )}
      {manages && (
        <Link className="kanal-shop__settings" href={`/admin/collections/shops/${shop.id}`} prefetch={false}>
          {pick(words.settings, language)}
        </Link>
      )}
    </article>
  )
}
