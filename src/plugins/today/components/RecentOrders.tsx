import { Link } from '@payloadcms/ui'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatMoney } from '../../../ui/format.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { Moment } from '../../../ui/Moment.tsx'
import type { MarketplaceFace } from '../../../ui/server/marketplaces.ts'
import { Deadline } from '../../orders/components/Deadline.tsx'
import { OrderStatusPill } from '../../orders/components/OrderStatusPill.tsx'
import type { RecentOrder } from '../today.data.ts'

const words = {
  title: text('Pesanan terbaru', 'Newest orders'),
  all: text('Semua pesanan', 'All orders'),
  number: text('Nomor pesanan', 'Order number'),
  shop: text('Toko', 'Shop'),
  status: text('Status', 'Status'),
  total: text('Total', 'Total'),
  shipBy: text('Batas kirim', 'Ship by'),
  placed: text('Masuk', 'Placed'),
}

/** The newest orders of the organisation, each a link to its page. */
export const RecentOrders = ({
  orders,
  language,
  timeZone,
}: {
  orders: readonly (RecentOrder & { face: MarketplaceFace })[]
  language: Language
  timeZone: string
}) => (
  <section className="kanal-today__recent">
    <header>
      <h2>{pick(words.title, language)}</h2>
      <Link href="/admin/collections/orders" prefetch={false}>
        {pick(words.all, language)}
      </Link>
    </header>
    <div className="kanal-today__scroll" role="region" aria-label={pick(words.title, language)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{pick(words.number, language)}</th>
            <th scope="col">{pick(words.shop, language)}</th>
            <th scope="col">{pick(words.status, language)}</th>
            <th scope="col">{pick(words.shipBy, language)}</th>
            <th scope="col" className="kanal-today__right">
              {pick(words.total, language)}
            </th>
            <th scope="col">{pick(words.placed, language)}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id}>
              <td>
                <Link href={`/admin/collections/orders/${order.id}`} prefetch={false}>
                  {order.number}
                </Link>
              </td>
              <td>
                <span className="kanal-today__shop">
                  <MarketplaceBadge face={order.face} />
                  {order.shop}
                </span>
              </td>
              <td>
                <OrderStatusPill status={order.status} language={language} />
              </td>
              <td>
                {order.shipBy ? (
                  <Deadline at={order.shipBy} status={order.status} language={language} timeZone={timeZone} />
                ) : (
                  <span className="kanal-deadline kanal-deadline--over">–</span>
                )}
              </td>
              <td className="kanal-today__right">{formatMoney(order.total, order.currency)}</td>
              <td>
                <Moment at={order.placedAt} language={language} timeZone={timeZone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
)
