import type { Language, OrderStatus } from '../../../adapters/contract.ts'
import { orderStatusText } from '../../../collections/orders/statuses.ts'
import { pick } from '../../../i18n/pick.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import { orderIcon, orderTone } from './tone.ts'

/** The status of an order in the seller's words. */
export const OrderStatusPill = ({ status, language }: { status: OrderStatus; language: Language }) => (
  <StatusPill
    tone={orderTone[status]}
    icon={orderIcon[status]}
    label={pick(orderStatusText[status], language)}
  />
)
