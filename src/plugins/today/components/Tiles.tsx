import { Link } from '@payloadcms/ui'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatNumber } from '../../../ui/format.ts'
import { type Condition, listHref } from '../../../ui/list-href.ts'
import type { TodayNumbers } from '../today.data.ts'

interface Tile {
  id: string
  label: LocalizedText
  count: number
  detail: LocalizedText
  tone: 'calm' | 'warning' | 'error'
  href: string
}

const OPEN = ['unpaid', 'pending', 'to_ship', 'arranged', 'cancel_requested', 'unknown']
const awaiting: Condition = { field: 'status', operator: 'in', value: ['to_ship', 'arranged'] }

const tilesOf = (numbers: TodayNumbers, now: Date, endOfDay: Date): Tile[] => {
  const late = numbers.late > 0
  const until = (limit: Date): Condition => ({
    field: 'shipBy',
    operator: 'less_than',
    value: limit.toISOString(),
  })
  return [
    {
      id: 'to-ship',
      label: text('Perlu dikirim', 'To ship'),
      count: numbers.toShip,
      detail: late
        ? text(`${numbers.late} terlambat`, `${numbers.late} late`)
        : text(`${numbers.dueToday} batasnya hari ini`, `${numbers.dueToday} due today`),
      tone: late ? 'error' : numbers.dueToday > 0 ? 'warning' : 'calm',
      href: listHref(
        'orders',
        late ? [awaiting, until(now)] : numbers.dueToday > 0 ? [awaiting, until(endOfDay)] : [awaiting],
      ),
    },
    {
      id: 'short',
      label: text('Kurang stok', 'Short'),
      count: numbers.short,
      detail: text('pesanan yang barangnya tidak cukup', 'orders with missing units'),
      tone: 'error',
      href: listHref('orders', [
        { field: 'shortQuantity', operator: 'greater_than', value: 0 },
        { field: 'status', operator: 'in', value: OPEN },
      ]),
    },
    {
      id: 'unlinked-orders',
      label: text('Pesanan belum ditautkan', 'Unlinked orders'),
      count: numbers.unlinkedOrders,
      detail: text('barangnya belum punya SKU', 'items without a SKU'),
      tone: 'warning',
      href: listHref('orders', [
        { field: 'unlinkedQuantity', operator: 'greater_than', value: 0 },
        { field: 'status', operator: 'in', value: OPEN },
      ]),
    },
    {
      id: 'unlinked-listings',
      label: text('Listing belum ditautkan', 'Unlinked listings'),
      count: numbers.unlinkedListings,
      detail: text('stoknya belum dijaga Kanal', 'stock not kept by Kanal yet'),
      tone: 'warning',
      href: listHref('listings', [
        { field: 'sku', operator: 'exists', value: false },
        { field: 'status', operator: 'equals', value: 'live' },
      ]),
    },
    {
      id: 'failed-pushes',
      label: text('Gagal kirim stok', 'Failed stock pushes'),
      count: numbers.failedPushes,
      detail: text('listing yang ditolak tokonya', 'listings refused by their shop'),
      tone: 'error',
      href: listHref('listings', [{ field: 'pushError', operator: 'exists', value: true }]),
    },
    {
      id: 'cancel-requests',
      label: text('Permintaan pembatalan', 'Cancellation requests'),
      count: numbers.cancelRequests,
      detail: text('menunggu jawaban Anda', 'waiting for your answer'),
      tone: 'warning',
      href: listHref('orders', [{ field: 'status', operator: 'equals', value: 'cancel_requested' }]),
    },
    {
      id: 'shops',
      label: text('Toko perlu disambungkan', 'Shops to reconnect'),
      count: numbers.reconnect,
      detail:
        numbers.expiring > 0
          ? text(`${numbers.expiring} izin segera berakhir`, `consents expiring soon: ${numbers.expiring}`)
          : text('pesanan toko ini tidak masuk', 'their orders do not arrive'),
      tone: 'error',
      href: '/admin/shops-overview',
    },
    {
      id: 'unknown',
      label: text('Status tidak dikenal', 'Unknown status'),
      count: numbers.unknownStatus,
      detail: text('periksa di marketplace', 'check at the marketplace'),
      tone: 'warning',
      href: listHref('orders', [{ field: 'status', operator: 'equals', value: 'unknown' }]),
    },
  ]
}

/** The day's numbers. "To ship" always stands; the others appear when there is something to do. */
export const Tiles = ({
  numbers,
  now,
  endOfDay,
  language,
}: {
  numbers: TodayNumbers
  now: Date
  endOfDay: Date
  language: Language
}) => {
  const tiles = tilesOf(numbers, now, endOfDay).filter(
    ({ id, count }) => count > 0 || id === 'to-ship' || (id === 'shops' && numbers.expiring > 0),
  )
  return (
    <ul className="kanal-today__tiles">
      {tiles.map(({ id, label, count, detail, tone, href }) => (
        <li key={id}>
          <Link
            className={`kanal-today__tile kanal-today__tile--${count > 0 ? tone : 'calm'}`}
            href={href}
            prefetch={false}
          >
            <span className="kanal-today__label">{pick(label, language)}</span>
            <span className="kanal-today__count">{formatNumber(count)}</span>
            <span className="kanal-today__detail">{pick(detail, language)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
