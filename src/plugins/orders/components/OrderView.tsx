import { Gutter, Link, SetDocumentStepNav } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { idOf } from '../../../collections/access/roles.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { Order } from '../../../payload-types.ts'
import { formatInstant, formatMoney } from '../../../ui/format.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import { reader } from '../../../ui/server/database.ts'
import { marketplaceFace, salesFace } from '../../../ui/server/marketplaces.ts'
import { Advice } from './Advice.tsx'
import { Deadline } from './Deadline.tsx'
import { loadOrderPage } from './order-page.data.ts'
import { OrderLines } from './OrderLines.tsx'
import { OrderStatusPill } from './OrderStatusPill.tsx'
import { Delivery } from './Delivery.tsx'
import { StockEffect } from './StockEffect.tsx'
import { AWAITING_SHIPMENT } from './tone.ts'
import { Timeline } from './Timeline.tsx'
import './OrderView.css'

const words = {
  placed: text('Dipesan', 'Placed'),
  total: text('Total', 'Total'),
  shipBy: text('Batas kirim', 'Ship by'),
  shop: text('Toko', 'Shop'),
  soldOn: text('Terjual di', 'Sold on'),
}

/** The page of one order: where it stands, what to do now, its lines, where it goes, and how it came to be so. */
export const OrderView = async ({ doc, initPageResult, payload }: DocumentViewServerProps) => {
  const { req } = initPageResult
  if (req.user?.collection !== 'users' || !doc) return null
  const order = doc as unknown as Order
  const language = languageOf(req.i18n.language)
  const page = await loadOrderPage(reader(payload), {
    id: order.id,
    organisationId: idOf(order.organisation) ?? '',
    shopId: idOf(order.shop) ?? '',
  })
  const { timeZone, shop, lines } = page
  const face = marketplaceFace(payload, order.marketplace)
  const surface = salesFace(payload, order.marketplace, order.salesSurface)
  const clock = { language, timeZone }
  return (
    <Gutter className="kanal-order">
      <SetDocumentStepNav
        collectionSlug="orders"
        id={order.id}
        isTrashed={false}
        pluralLabel={{ id: 'Pesanan', en: 'Orders' }}
        useAsTitle="externalOrderId"
      />
      <header className="kanal-order__header">
        <OrderStatusPill status={order.status} language={language} />
        <dl>
          {order.shipBy && AWAITING_SHIPMENT.includes(order.status) && (
            <div>
              <dt>{pick(words.shipBy, language)}</dt>
              <dd>
                <Deadline at={order.shipBy} status={order.status} {...clock} />
                <small>{formatInstant(order.shipBy, clock)}</small>
              </dd>
            </div>
          )}
          <div>
            <dt>{pick(words.shop, language)}</dt>
            <dd className="kanal-order__shop">
              <MarketplaceBadge face={face} />
              <Link href="/admin/shops-overview" prefetch={false}>
                {shop.name}
              </Link>
            </dd>
          </div>
          {order.salesSurface && (
            <div>
              <dt>{pick(words.soldOn, language)}</dt>
              <dd className="kanal-order__shop">
                <MarketplaceBadge face={surface} />
                {surface.name}
              </dd>
            </div>
          )}
          <div>
            <dt>{pick(words.placed, language)}</dt>
            <dd>{formatInstant(order.placedAt, clock)}</dd>
          </div>
          <div>
            <dt>{pick(words.total, language)}</dt>
            <dd>
              <strong>{formatMoney(order.total, order.currency)}</strong>
            </dd>
          </div>
        </dl>
      </header>
      <Advice order={order} shop={shop} marketplace={face.name} lines={lines} language={language} />
      <div className="kanal-order__columns">
        <div>
          <OrderLines lines={lines} language={language} />
          <StockEffect movements={page.movements} {...clock} />
        </div>
        <aside>
          <Delivery order={order} {...clock} />
          <Timeline events={page.events} {...clock} />
        </aside>
      </div>
    </Gutter>
  )
}
