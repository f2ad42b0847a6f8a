import { Gutter } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import { MANAGERS } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatDay, startOfDay } from '../../../ui/format.ts'
import { reader } from '../../../ui/server/database.ts'
import { salesFace } from '../../../ui/server/marketplaces.ts'
import { organisationsInView, scopeOf } from '../../../ui/server/scope.ts'
import { kanalOf } from '../../context.ts'
import { UrgentList } from '../../notifications/components/UrgentList.tsx'
import { urgentOf } from '../../notifications/inbox.ts'
import { channelSales } from '../channel-sales.ts'
import { loadToday } from '../today.data.ts'
import { ChannelSalesTable, salesRange } from './ChannelSalesTable.tsx'
import { GettingStarted } from './GettingStarted.tsx'
import { RecentOrders } from './RecentOrders.tsx'
import { Tiles } from './Tiles.tsx'
import { Wellbeing } from './Wellbeing.tsx'
import './Today.css'

const words = { title: text('Hari ini', 'Today') }

/** The first page of the day: what to ship, what is missing, what needs a hand, and the newest orders. */
export const Today = async ({ initPageResult, payload, searchParams }: AdminViewServerProps) => {
  const { req } = initPageResult
  const scope = await scopeOf(req)
  if (!scope) return null
  const { language, timeZone, organisations } = scope
  const now = new Date()
  const endOfDay = startOfDay(now, timeZone, 1)
  const days = salesRange(searchParams?.sales)
  const [{ numbers, setup, recent }, sales] = await Promise.all([
    loadToday(reader(payload), { organisations, now, endOfDay }),
    channelSales(kanalOf(payload), reader(payload), { organisations, now, days }),
  ])
  const urgent = await urgentOf(reader(payload), { userId: String(req.user?.id), organisations, language })
  const settingUp = setup.shops === 0 || setup.listings === 0 || setup.orders === 0
  const orders = recent.map((order) => ({
    ...order,
    face: salesFace(payload, order.marketplace, order.salesSurface),
  }))
  return (
    <Gutter className="kanal-today">
      <header className="kanal-today__header">
        <h1>{pick(words.title, language)}</h1>
        <p>{[scope.organisationName, formatDay(now, { language, timeZone })].filter(Boolean).join(' · ')}</p>
      </header>
      <UrgentList
        notices={urgent}
        adminRoute={payload.config.routes.admin}
        language={language}
        timeZone={timeZone}
      />
      {settingUp && (
        <GettingStarted
          setup={setup}
          language={language}
          manages={organisationsInView(req, scope, MANAGERS).length > 0}
        />
      )}
      {setup.shops > 0 && (
        <>
          <Wellbeing numbers={numbers} now={now} language={language} />
          <Tiles numbers={numbers} now={now} endOfDay={endOfDay} language={language} />
        </>
      )}
      {setup.shops > 0 && (
        <ChannelSalesTable
          sales={sales}
          marketplaces={setup.marketplaces}
          days={days}
          now={now}
          payload={payload}
          language={language}
          timeZone={timeZone}
        />
      )}
      {orders.length > 0 && <RecentOrders orders={orders} language={language} timeZone={timeZone} />}
    </Gutter>
  )
}
