import { organisations } from './access/organisations.ts'
import { users } from './access/users.ts'
import { listings } from './catalog/listings.ts'
import { products } from './catalog/products.ts'
import { skus } from './catalog/skus.ts'
import { integrations } from './integrations/integrations.ts'
import { shops } from './integrations/shops.ts'
import { locations } from './inventory/locations.ts'
import { reservations, stockLevels, stockMovements } from './inventory/stock.ts'
import { auditEvents } from './operations/audit-events.ts'
import { media } from './operations/media.ts'
import { syncLog, webhookInbox } from './operations/sync.ts'
import { orderEvents, orderLines } from './orders/lines.ts'
import { orders } from './orders/orders.ts'

/** Everything that is stored, in the order of the navigation. */
export const collections = [
  orders,
  orderLines,
  orderEvents,
  products,
  skus,
  listings,
  media,
  stockLevels,
  stockMovements,
  reservations,
  locations,
  shops,
  webhookInbox,
  syncLog,
  users,
  organisations,
  integrations,
  auditEvents,
]

/** Collections whose documents belong to one organisation. */
export const tenantCollections = collections
  .map(({ slug }) => slug)
  .filter((slug) => slug !== 'users' && slug !== 'organisations')
