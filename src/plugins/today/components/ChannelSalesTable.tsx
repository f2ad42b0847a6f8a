import { Link } from '@payloadcms/ui'
import type { Payload } from 'payload'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatMoney, formatNumber, startOfDay } from '../../../ui/format.ts'
import { listHref } from '../../../ui/list-href.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { channelsOf, type MarketplaceFace, salesFace } from '../../../ui/server/marketplaces.ts'
import type { ChannelSales } from '../channel-sales.ts'
import './ChannelSalesTable.css'

const words = {
  title: text('Penjualan per kanal', 'Sales per channel'),
  rule: text(
    'Setiap pesanan dihitung sekali, di etalase tempat terjualnya. Pesanan batal tidak dihitung.',
    'Every order counts once, on the storefront it was sold on. Cancelled orders do not count.',
  ),
  range: text('Rentang', 'Range'),
  days: text('{n} hari', '{n} days'),
  channel: text('Kanal', 'Channel'),
  orders: text('Pesanan', 'Orders'),
  units: text('Unit', 'Units'),
  total: text('Nilai pesanan', 'Order value'),
  share: text('Porsi', 'Share'),
  sum: text('Semua kanal', 'All channels'),
  empty: text(
    'Belum ada pesanan dalam {n} hari terakhir. Begitu pesanan masuk, penjualan tiap kanal terlihat di sini.',
    'No orders in the last {n} days. As soon as orders arrive, the sales of each channel show here.',
  ),
}

export const SALES_RANGES = [7, 30] as const

/** The range asked for in the address, or the shortest. */
export const salesRange = (value: unknown): number =>
  SALES_RANGES.find((days) => String(days) === value) ?? SALES_RANGES[0]

interface Row extends ChannelSales {
  face: MarketplaceFace
}

/** What was sold, then the channels with shops that sold nothing. */
const rowsOf = (payload: Payload, sales: readonly ChannelSales[], marketplaces: readonly string[]): Row[] => {
  const isIn = (marketplace: string, surface: string | null) =>
    sales.some((each) => each.marketplace === marketplace && each.surface === surface)
  const silent = channelsOf(payload, marketplaces)
    .filter(({ marketplace, surface }) => !isIn(marketplace, surface))
    .map((channel) => ({
      ...channel,
      currency: sales[0]?.currency ?? 'IDR',
      orders: 0,
      units: 0,
      total: 0,
    }))
  return [
    ...sales.map((each) => ({ ...each, face: salesFace(payload, each.marketplace, each.surface) })),
    ...silent,
  ]
}

const ordersOf = ({ marketplace, surface }: Row, since: Date): string =>
  listHref('orders', [
    { field: 'marketplace', operator: 'equals', value: marketplace },
    surface
      ? { field: 'salesSurface', operator: 'equals', value: surface }
      : { field: 'salesSurface', operator: 'exists', value: false },
    { field: 'placedAt', operator: 'greater_than_equal', value: since.toISOString() },
    { field: 'status', operator: 'not_in', value: ['cancelled'] },
  ])

/** Sales of the last days per channel, storefronts of one connection apart. */
export const ChannelSalesTable = ({
  sales,
  marketplaces,
  days,
  now,
  payload,
  language,
  timeZone,
}: {
  sales: readonly ChannelSales[]
  /** Marketplaces the organisations in view have shops on. */
  marketplaces: readonly string[]
  days: number
  now: Date
  payload: Payload
  language: Language
  timeZone: string
}) => {
  const rows = rowsOf(payload, sales, marketplaces)
  const since = startOfDay(now, timeZone, 1 - days)
  const currencies = new Set(rows.map(({ currency }) => currency))
  const sumOf = (pickOne: (row: Row) => number, currency?: string) =>
    rows.filter((row) => !currency || row.currency === currency).reduce((sum, row) => sum + pickOne(row), 0)
  const shareOf = (row: Row): number => {
    const whole = sumOf(({ total }) => total, row.currency)
    return whole > 0 ? Math.round((row.total / whole) * 100) : 0
  }
  return (
    <section className="kanal-sales" aria-labelledby="kanal-sales">
      <header>
        <h2 id="kanal-sales">{pick(words.title, language)}</h2>
        <nav className="kanal-quick" aria-label={pick(words.range, language)}>
          {SALES_RANGES.map((range) => (
            <Link
              key={range}
              className="kanal-quick__filter"
              href={`/admin?sales=${range}`}
              aria-current={range === days ? 'true' : undefined}
              prefetch={false}
              scroll={false}
            >
              {pick(words.days, language).replace('{n}', String(range))}
            </Link>
          ))}
        </nav>
      </header>
      {sales.length === 0 ? (
        <p>{pick(words.empty, language).replace('{n}', String(days))}</p>
      ) : (
        <>
          <p>{pick(words.rule, language)}</p>
          <div
            className="kanal-today__scroll"
            role="region"
            aria-label={pick(words.title, language)}
            tabIndex={0}
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">{pick(words.channel, language)}</th>
                  <th scope="col" className="kanal-today__right">
                    {pick(words.orders, language)}
                  </th>
                  <th scope="col" className="kanal-today__right">
                    {pick(words.units, language)}
                  </th>
                  <th scope="col" className="kanal-today__right">
                    {pick(words.total, language)}
                  </th>
                  <th scope="col">{pick(words.share, language)}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.marketplace}:${row.surface ?? ''}:${row.currency}`}>
                    <th scope="row">
                      <Link className="kanal-sales__channel" href={ordersOf(row, since)} prefetch={false}>
                        <span aria-hidden="true">
                          <MarketplaceBadge face={row.face} />
                        </span>
                        {row.face.name}
                      </Link>
                    </th>
                    <td className="kanal-today__right">{formatNumber(row.orders)}</td>
                    <td className="kanal-today__right">{formatNumber(row.units)}</td>
                    <td className="kanal-today__right">{formatMoney(row.total, row.currency)}</td>
                    <td>
                      <span className="kanal-sales__share">
                        <span className="kanal-sales__bar" aria-hidden="true">
                          <span style={{ width: `${shareOf(row)}%`, backgroundColor: row.face.color }} />
                        </span>
                        {shareOf(row)}%
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
              {currencies.size === 1 && (
                <tfoot>
                  <tr>
                    <th scope="row">{pick(words.sum, language)}</th>
                    <td className="kanal-today__right">{formatNumber(sumOf(({ orders }) => orders))}</td>
                    <td className="kanal-today__right">{formatNumber(sumOf(({ units }) => units))}</td>
                    <td className="kanal-today__right">
                      {formatMoney(
                        sumOf(({ total }) => total),
                        rows[0]?.currency,
                      )}
                    </td>
                    <td />
                  </tr>
                </tfoot>
              )}
            </table>
          </div>
        </>
      )}
    </section>
  )
}
