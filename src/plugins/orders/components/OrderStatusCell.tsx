import type { OrderStatus } from '../../../adapters/contract.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { OrderStatusPill } from './OrderStatusPill.tsx'

/** Status column of the order list. */
export const OrderStatusCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  return <OrderStatusPill status={value as OrderStatus} language={language} />
}
